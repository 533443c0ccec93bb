import { expect, it } from 'vitest';
import { readDuration } from './iso-duration.ts';

it('reads lengths of time as the API writes them', () => {
  expect(['PT0S', 'PT10M', 'P1DT2H', 'P1DT2H3M4S', 'P2D'].map(readDuration)).toEqual([0, 600, 93_600, 93_784, 172_800]);
  expect(readDuration('10 minutes')).toBeNaN();
});
