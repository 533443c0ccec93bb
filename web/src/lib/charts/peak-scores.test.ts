import { describe, expect, it } from 'vitest';
import { peakRows } from './peak-scores.ts';

const step = 600_000;
const span = { from: 10 * step, to: 16 * step };
const scores = (...anomalies: Parameters<typeof peakRows>[0]) =>
  peakRows(anomalies, span, step).map(({ score }) => score);

describe('how unusual it was', () => {
  it('is the highest score of what went on, and nothing where nothing did', () => {
    const [long, loud] = [
      { from: 11 * step, to: 15 * step, score: 2 },
      { from: 12 * step, to: 13 * step, score: 7.5 },
    ];
    expect(scores(long, loud)).toEqual([0, 2, 7.5, 2, 2, 0]);
    expect(scores(loud, long)).toEqual(scores(long, loud));
    expect(scores()).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('counts what began before or goes on after, in the range alone', () => {
    expect(scores({ from: 0, to: 11 * step, score: 3 }, { from: 15 * step, to: 99 * step, score: 4 })).toEqual([
      3, 0, 0, 0, 0, 4,
    ]);
    expect(scores({ from: 0, to: 9 * step, score: 3 }, { from: 20 * step, to: 21 * step, score: 4 })).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('has its steps where those of the traffic are, the first one being under way when the range begins', () => {
    const rows = peakRows([], { from: 10.5 * step, to: 12 * step }, step);
    expect(rows.map(({ at }) => at / step)).toEqual([10, 11]);
  });
});
