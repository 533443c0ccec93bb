import { describe, expect, it } from 'vitest';
import { judgedFrom } from './learning.ts';

const first = '2024-01-01T00:00:00Z';
const at = (text: string) => Date.parse(text);

describe('learning', () => {
  it('ends so many days after the first slot', () => {
    expect(judgedFrom(first, 7, at('2024-01-03T00:00:00Z'))).toBe(at('2024-01-08T00:00:00Z'));
    expect(judgedFrom(first, 7, at('2024-01-08T00:00:00Z'))).toBeNull();
  });

  it('is not claimed while nothing is known', () => {
    expect(judgedFrom(null, 7, at(first))).toBeNull();
    expect(judgedFrom(first, 7, null)).toBeNull();
  });
});
