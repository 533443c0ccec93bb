import { describe, expect, it } from 'vitest';
import { columnLength, laneEvent, loudestRows, swimLane } from './lanes.ts';

const slotMs = 600_000;
const hour = 3_600_000;
const always = () => ({ from: 0, to: Number.POSITIVE_INFINITY });
const lane = (parts: Partial<Parameters<typeof swimLane>[0]>) =>
  swimLane({
    title: 'Devices',
    rows: [
      { id: 'a', name: 'a' },
      { id: 'b', name: 'b' },
    ],
    events: [],
    span: { from: 0, to: hour },
    slotMs,
    watched: always,
    ...parts,
  });

describe('a swim lane of anomalies', () => {
  it('shows the highest score of what went on in a cell, in its own row only', () => {
    const events = [
      { row: 'b', from: 0, to: 2 * slotMs, score: 4 },
      { row: 'b', from: slotMs, to: 3 * slotMs, score: 6.5 },
      { row: 'c', from: 0, to: hour, score: 9 },
    ];
    const { levels, columns } = lane({ events });
    expect(columns).toBe(6);
    expect([...levels]).toEqual([0, 0, 0, 0, 0, 0, 4, 6.5, 6.5, 0, 0, 0]);
  });

  it('keeps levels from 1 to 9, whatever the score', () => {
    const events = [
      { row: 'a', from: 0, to: slotMs, score: 0.2 },
      { row: 'a', from: slotMs, to: 2 * slotMs, score: 40 },
    ];
    expect(Array.from(lane({ events }).levels.slice(0, 3))).toEqual([1, 9, 0]);
  });

  it('leaves out what lies before and after the range', () => {
    const events = [{ row: 'a', from: -hour, to: 5 * hour, score: 3 }];
    expect(Array.from(lane({ events }).levels.slice(0, 6))).toEqual([3, 3, 3, 3, 3, 3]);
  });

  it('tells what was not observed from what was as usual', () => {
    const { levels } = lane({ watched: () => ({ from: 2 * slotMs, to: 5 * slotMs }) });
    expect(Array.from(levels.slice(0, 6))).toEqual([Number.NaN, Number.NaN, 0, 0, 0, Number.NaN]);
  });

  it('has longer columns over a longer range', () => {
    expect(columnLength({ from: 0, to: 24 * hour }, slotMs)).toBe(slotMs);
    expect(columnLength({ from: 0, to: 168 * hour }, slotMs)).toBe(hour);
    expect(columnLength({ from: 0, to: 720 * hour }, slotMs)).toBe(6 * hour);
    expect(columnLength({ from: 0, to: 9000 * hour }, slotMs)).toBe(24 * hour);
  });

  it('has the loudest rows first, and no more than asked for', () => {
    const event = (row: string, score: number) => ({ row, score, from: 0, to: 1 });
    expect(loudestRows([event('a', 3), event('b', 7), event('a', 5), event('c', 5)], 2)).toEqual(['b', 'a']);
  });

  it('lets an open anomaly go on until the newest data', () => {
    const anomaly = {
      subscriber: null,
      device: { name: '62.0' },
      openedAt: '1970-01-01T00:10:00Z',
      closedAt: null,
      peakScore: 4,
    };
    expect(laneEvent(anomaly, '62.0', hour)).toEqual({ row: '62.0', score: 4, from: slotMs, to: hour });
  });
});
