import { expect, it } from 'vitest';
import { formatDuration } from './duration.ts';

it.each([
  [0, '0 s'],
  [59, '59 s'],
  [600, '10 min'],
  [7800, '2 h 10 min'],
  [86_400, '1 d'],
  [90_060, '1 d 1 h'],
  [2_592_000, '30 d'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
