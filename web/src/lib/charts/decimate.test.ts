import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from './decimate.ts';
import type { TrafficRow } from './rows.ts';

const up = (row: TrafficRow) => row.up;
const down = (row: TrafficRow) => row.down;
const reading = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: 0, max: 1e9, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const series = fc
  .array(fc.record({ up: reading, down: reading }), { minLength: 1, maxLength: 600 })
  .map((pairs): TrafficRow[] => pairs.map((pair, index) => ({ at: index * 600_000, ...pair })));

/** Least and greatest of every column, the slow way. */
function envelope(
  rows: readonly TrafficRow[],
  value: (row: TrafficRow) => number,
  view: { from: number; to: number; width: number },
) {
  const columns = new Map<number, { least: number; greatest: number; gap: boolean }>();
  for (const row of rows) {
    const column = Math.floor(((row.at - view.from) / (view.to - view.from)) * view.width);
    const entry = columns.get(column) ?? { least: Infinity, greatest: -Infinity, gap: false };
    const number = value(row);
    if (Number.isNaN(number)) entry.gap = true;
    else {
      entry.least = Math.min(entry.least, number);
      entry.greatest = Math.max(entry.greatest, number);
    }
    columns.set(column, entry);
  }
  return columns;
}

describe('decimation', () => {
  it('keeps the least, the greatest and the gaps of every pixel column, in order', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 60 }), (rows, width) => {
        const view = { from: 0, to: rows.length * 600_000, width };
        const drawn = decimate(rows, [up, down], view);
        expect(drawn.every((row, index) => index === 0 || row.at > drawn[index - 1]!.at)).toBe(true);
        expect(drawn[0]).toBe(rows[0]);
        expect(drawn.at(-1)).toBe(rows.at(-1));
        for (const value of [up, down]) expect(envelope(drawn, value, view)).toEqual(envelope(rows, value, view));
      }),
      { seed: 20240108 },
    );
  });

  it('draws no more rows a column than it promises', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => ({
      at: index,
      up: (index * 7919) % 1000,
      down: (index * 104_729) % 1000,
    }));
    expect(decimate(rows, [up, down], { from: 0, to: 50_000, width: 100 }).length).toBeLessThanOrEqual(2 + 100 * 4);
  });

  it('leaves rows alone that fit two a pixel', () => {
    const rows = [{ at: 0, up: 1, down: 2 }];
    expect(decimate(rows, [up], { from: 0, to: 10, width: 1 })).toBe(rows);
  });

  it('leaves rows alone while the chart has no size yet', () => {
    const rows = [1, 2, 3].map((at) => ({ at, up: 1, down: 2 }));
    expect(decimate(rows, [up], { from: 0, to: 10, width: 0 })).toBe(rows);
  });
});
