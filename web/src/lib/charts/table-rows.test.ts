import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrafficRow } from './rows.ts';
import { trafficSeries } from './series.ts';
import { tableRows } from './table-rows.ts';

const slot = 600_000;
const start = Date.parse('2024-01-08T00:00:00Z');
const none = Number.NaN;
const series = trafficSeries().slice(0, 2);

function dataOf(rows: readonly TrafficRow[], from = start, slots = rows.length) {
  return {
    title: 'Network traffic',
    rows,
    span: { from, to: from + slots * slot },
    stepMs: slot,
    series,
  };
}
const flat = (count: number, from = start): TrafficRow[] =>
  Array.from({ length: count }, (_, index) => ({ at: from + index * slot, up: 1, down: 2 }));

describe('the table of a chart', () => {
  it('has the very rows of the chart while they can be read', () => {
    const { lengthMs, rows } = tableRows(dataOf(flat(144)), 150, 'UTC');
    expect([lengthMs, rows.length]).toEqual([slot, 144]);
    expect(rows[1]).toEqual({ from: start + slot, to: start + 2 * slot, count: 1, means: [1, 2], greatest: [1, 2] });
  });

  it('merges a week into round stretches and keeps the greatest value beside the mean', () => {
    const rows = flat(1008).map((row, index) => (index === 7 ? { ...row, up: 37 } : row));
    const table = tableRows(dataOf(rows), 150, 'UTC');
    expect(table.lengthMs).toBe(2 * 3_600_000);
    expect(table.rows).toHaveLength(84);
    expect(table.rows[0]).toMatchObject({ from: start, count: 12, means: [4, 2], greatest: [37, 2] });
  });

  it('lets stretches begin at round times of the zone', () => {
    const table = tableRows(dataOf(flat(1008)), 150, 'Asia/Kolkata');
    expect(table.rows[0]).toMatchObject({ from: start, to: Date.parse('2024-01-08T00:30:00Z') });
    expect(table.rows[1]).toMatchObject({ to: Date.parse('2024-01-08T02:30:00Z') });
  });

  it('says nothing where nothing was seen, and takes no mean over it', () => {
    const rows = [
      { at: start, up: none, down: none },
      { at: start + slot, up: 3, down: 8 },
    ];
    expect(tableRows(dataOf(rows), 150, 'UTC').rows[0]).toMatchObject({ means: [none, none], greatest: [none, none] });
    expect(tableRows(dataOf(rows, start, 20_000), 150, 'UTC').rows[0]).toMatchObject({ count: 2, means: [3, 8] });
  });

  it('counts every row of the chart once and loses no greatest value, whatever the range', () => {
    const numbers = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 2000 });
    fc.assert(
      fc.property(numbers, fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'), (values, zone) => {
        const from = Date.parse('2024-10-26T12:00:00Z');
        const rows = values.map((up, index) => ({ at: from + index * slot, up, down: 0 }));
        const table = tableRows(dataOf(rows, from), 100, zone);
        expect(table.rows.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
        expect(Math.max(...table.rows.map(({ greatest }) => greatest[0]!))).toBe(Math.max(...values));
        expect(table.rows.length).toBeLessThanOrEqual(102);
      }),
      { seed: 20240108, numRuns: 50 },
    );
  });
});
