import { describe, expect, it } from 'vitest';
import { largest, smallestPositive, withGaps } from './rows.ts';

const empty = (at: number) => ({ at, up: Number.NaN, down: Number.NaN });
const row = (at: number) => ({ at, up: at, down: 2 * at });

describe('gaps', () => {
  it('get one empty row however many slots are missing, so that the line breaks', () => {
    expect(withGaps([row(0), row(10), row(50)], 10, empty)).toEqual([row(0), row(10), empty(20), row(50)]);
  });

  it('are none in a full series, nor in an empty one', () => {
    expect(withGaps([row(0), row(10)], 10, empty)).toEqual([row(0), row(10)]);
    expect(withGaps([], 10, empty)).toEqual([]);
  });
});

it('finds the largest of several readings and passes over missing ones', () => {
  expect(largest([row(3), empty(4)], [(each) => each.up, (each) => each.down])).toBe(6);
  expect(largest([empty(4)], [(each) => each.up])).toBe(0);
});

it('finds the smallest value above zero and passes over missing ones', () => {
  const up = (each: { up: number }) => each.up;
  expect(smallestPositive([row(0), row(3), empty(4)], [up])).toBe(3);
  expect(smallestPositive([row(0), empty(4)], [up])).toBe(Infinity);
});
