import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from './duration.ts';

/** The reading of another author: ISO 8601 with a regular expression. */
function secondsOf(text: string): number {
  const [, days, hours, minutes, seconds] = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    text,
  )!;
  return Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

describe('a length of time', () => {
  it.each([
    [0, 'PT0S'],
    [1, 'PT1S'],
    [600, 'PT10M'],
    [3600, 'PT1H'],
    [5400, 'PT1H30M'],
    [86_400, 'P1D'],
    [90_061, 'P1DT1H1M1S'],
    [40 * 86_400, 'P40D'],
    [0.6, 'PT1S'],
  ])('of %d s is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('is read back as it was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), (seconds) => {
        expect(secondsOf(formatDuration(seconds))).toBe(seconds);
      }),
      { seed: 1 },
    );
  });

  it.each([-1, NaN, Infinity])('is none for %d', (seconds) => {
    expect(() => formatDuration(seconds)).toThrow(RangeError);
  });
});
