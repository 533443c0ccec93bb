import { describe, expect, it } from 'vitest';
import { drawnTraffic } from './drawn-traffic.ts';
import { trafficModes } from './traffic-view.ts';

const rows = [
  { at: 0, up: 2e6, down: 8e6 },
  { at: 1, up: Number.NaN, down: Number.NaN },
  { at: 2, up: 0, down: 0 },
];
const before = [{ at: 0, up: 30e6, down: 1e6 }];
const drawnAt = (mode: (typeof trafficModes)[number], index: number) =>
  drawnTraffic(mode, rows, []).lines.map(({ value }) => value(rows[index]!));

describe('a traffic chart', () => {
  it('draws download below zero, or above zero', () => {
    expect(drawnAt('mirrored', 0)).toEqual([-8e6, 2e6]);
    expect(drawnAt('overlaid', 0)).toEqual([8e6, 2e6]);
  });

  it('never writes a sign on its axis', () => {
    const { ticks, axis } = drawnTraffic('mirrored', rows, []);
    expect(ticks.some((tick) => tick < 0)).toBe(true);
    expect(ticks.map(axis.format).join(' ')).not.toMatch(/[-−]/);
  });

  it.each(trafficModes)('holds the period before as well, %s', (mode) => {
    const { lines, domain } = drawnTraffic(mode, rows, before);
    for (const { value } of lines) {
      for (const row of [rows[0]!, ...before]) {
        expect(value(row)).toBeGreaterThanOrEqual(domain[0]);
        expect(value(row)).toBeLessThanOrEqual(domain[1]);
      }
    }
  });
});
