import { describe, expect, it } from 'vitest';
import { learningSpans, outsideMarks, placeOf } from './outside.ts';

const row = (at: number, value: number, [low, high]: readonly [number, number]) => ({
  at,
  value,
  low,
  usual: (low + high) / 2,
  high,
  z: 0,
});
const none = [Number.NaN, Number.NaN] as const;

describe('the place of a point', () => {
  it.each([
    [5, [1, 4], 'above'],
    [4, [1, 4], 'inside'],
    [1, [1, 4], 'inside'],
    [0.5, [1, 4], 'below'],
    [5, none, 'unknown'],
    [Number.NaN, [1, 4], 'unknown'],
  ] as const)('of value %d in band %j is %s', (value, band, place) => {
    expect(placeOf(row(0, value, band))).toBe(place);
  });
});

describe('marks', () => {
  const xOf = ({ at }: { at: number }) => at;
  const marked = (rows: ReturnType<typeof row>[]) =>
    outsideMarks(rows, xOf, 5).map((mark) => [mark.row.at, mark.place]);

  it('are where a point is outside, on the side where it is', () => {
    expect(marked([row(0, 9, [1, 4]), row(10, 2, [1, 4]), row(20, 0, [1, 4])])).toEqual([
      [0, 'above'],
      [20, 'below'],
    ]);
  });

  it('that would cover one another give way to the one farthest out', () => {
    expect(marked([row(0, 9, [1, 4]), row(2, 12, [1, 4]), row(4, 7, [1, 4]), row(9, 8, [1, 4])])).toEqual([
      [2, 'above'],
      [9, 'above'],
    ]);
  });

  it('of one side do not push away those of the other', () => {
    expect(marked([row(0, 9, [1, 4]), row(1, 0, [1, 4])])).toEqual([
      [0, 'above'],
      [1, 'below'],
    ]);
  });
});

describe('learning', () => {
  it('is one stretch over neighbouring slots, and ends where the band begins', () => {
    expect(learningSpans([row(0, 1, none), row(10, 1, none), row(20, 1, [0, 2])], 10)).toEqual([{ from: 0, to: 20 }]);
  });

  it('starts anew after slots with a band, and does not count gaps', () => {
    const rows = [row(0, 1, none), row(10, 1, [0, 2]), row(20, Number.NaN, none), row(50, 1, none)];
    expect(learningSpans(rows, 10)).toEqual([
      { from: 0, to: 10 },
      { from: 50, to: 60 },
    ]);
  });
});
