import { expect, it } from 'vitest';
import { laneStretches } from './stretches.ts';

const none = Number.NaN;
const stepMs = 600_000;
const lane = (...levels: number[]) => ({
  title: 'Devices',
  rows: [
    { id: 'a', name: '62.0' },
    { id: 'b', name: '66.1' },
  ],
  from: 0,
  stepMs,
  columns: 4,
  levels: Float32Array.from(levels),
});
const listed = (data: ReturnType<typeof lane>) =>
  laneStretches(data).map(({ row, from, to, level }) => [row.name, from / stepMs, to / stepMs, level]);

it('lists a stretch of equal cells once, the loudest first', () => {
  expect(listed(lane(0, 2, 2, 0, 0, 0, 7.5, 3))).toEqual([
    ['66.1', 2, 3, 7.5],
    ['66.1', 3, 4, 3],
    ['62.0', 1, 3, 2],
  ]);
});

it('ends a stretch where its row ends', () => {
  expect(listed(lane(0, 0, 0, 4, 4, 0, 0, 0))).toEqual([
    ['62.0', 3, 4, 4],
    ['66.1', 0, 1, 4],
  ]);
});

it('has what was not observed last, and nothing of what was as usual', () => {
  expect(listed(lane(none, none, 0, 1, 0, 0, 0, 0))).toEqual([
    ['62.0', 3, 4, 1],
    ['62.0', 0, 2, none],
  ]);
  expect(listed(lane(0, 0, 0, 0, 0, 0, 0, 0))).toEqual([]);
});
