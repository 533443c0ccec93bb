import { describe, expect, it } from 'vitest';
import { whyUnusual } from './why-unusual.ts';

const none = Number.NaN;
const why = (value: number, band?: readonly [low: number, usual: number, high: number]) => {
  const [low, usual, high] = band ?? [none, none, none];
  return whyUnusual('upload', { at: 0, value, low, usual, high, z: 0 });
};

describe('why a point is unusual', () => {
  it.each([
    ['is how many times the usual it was', 9.4e6, 'upload 9.4 times its usual at this time, above the usual band'],
    [
      'is how much more it was, below twice the usual',
      1.5e6,
      'upload 50% more than usual at this time, above the usual band',
    ],
    ['is how much less it was', 0.02e6, 'upload 98% less than usual at this time, below the usual band'],
    ['is that there was none', 0, 'no upload, where some is usual at this time, below the usual band'],
    [
      'is said of what lies within the band too',
      1.1e6,
      'upload 10% more than usual at this time, within the usual band',
    ],
    ['is nothing where it was as usual', 1e6, 'upload as usual at this time, within the usual band'],
  ])('%s', (_name, value, expected) => {
    expect(why(value, [0.5e6, 1e6, 1.2e6])).toBe(expected);
  });

  it('is no multiple of nothing', () => {
    expect(why(5e6, [0, 0, 1e6])).toBe('upload, where none is usual at this time, above the usual band');
    expect(why(0, [0, 0, 1e6])).toBe('upload as usual at this time, within the usual band');
  });

  it('is not known while it is learned what is usual, and not said where nothing was seen', () => {
    expect(why(5e6)).toBe('still learning which upload is usual');
    expect(why(none, [0.5e6, 1e6, 1.2e6])).toBe('');
  });
});
