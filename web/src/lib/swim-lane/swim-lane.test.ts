import { expect, it } from 'vitest';
import { cellInWords, laneInWords, laneTicks, selectionOf } from './swim-lane.ts';

const hour = 3_600_000;
const data = {
  title: 'Devices by hour',
  rows: [
    { id: 'a', name: '62.0' },
    { id: 'b', name: '66.1' },
  ],
  from: Date.parse('2024-01-08T00:00:00Z'),
  stepMs: hour,
  columns: 2,
  levels: Float32Array.of(0, 7.25, Number.NaN, 1),
};

it('tells the row and the time of a cell', () => {
  expect(selectionOf(data, { row: 1, column: 1 })).toEqual({
    row: { id: 'b', name: '66.1' },
    from: data.from + hour,
    to: data.from + 2 * hour,
  });
  expect(selectionOf(data, { row: 2, column: 0 })).toBeNull();
});

it('says a cell in words', () => {
  expect(cellInWords(data, { row: 0, column: 1 })).toBe('62.0, 08 Jan 01:00–02:00 UTC: level 7.3 of 9');
  expect(cellInWords(data, { row: 1, column: 0 })).toBe('66.1, 08 Jan 00:00–01:00 UTC: not observed');
});

it('says a whole lane in words, with its loudest cell', () => {
  expect(laneInWords(data)).toBe(
    'Devices by hour: 2 rows, 08 Jan 2024 00:00 to 08 Jan 2024 02:00 UTC. Loudest is 62.0, 08 Jan 01:00–02:00 UTC: level 7.3 of 9.',
  );
  expect(laneInWords({ ...data, levels: new Float32Array(4).fill(Number.NaN) })).not.toContain('Loudest');
});

it('marks round times where their columns are, as many as there is room for', () => {
  const day = { ...data, columns: 24 };
  expect(laneTicks(day, 40, 'UTC').map(({ column }) => column)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
  expect(laneTicks(day, 5, 'UTC').map(({ label }) => label)).toEqual(['08 Jan', '09 Jan']);
});
