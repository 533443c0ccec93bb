import { describe, expect, it } from 'vitest';
import { pooledRun } from './pooled-run.ts';
import type { WorldRun } from './world-run.ts';

const time = { from: 0, days: 2 };

function run(subscribers: number, subscriber: number): WorldRun {
  return {
    subscribers,
    time,
    incidents: [{ subscriber, kind: 'bursts', nominal: '', factor: 9, benign: false, onset: 5, end: 6 }],
    rules: [
      {
        name: 'rule',
        episodes: [{ subscriber, kind: 'up', detectedAt: 7, score: 1, alerted: true }],
        dayScores: Float32Array.from({ length: subscribers * time.days }, (_, at) => 100 * subscribers + at),
      },
    ],
    rows: 10,
  };
}

describe('pooled runs', () => {
  it('put the subscribers of each seed behind those of the seeds before', () => {
    const pooled = pooledRun([run(3, 1), run(2, 0)]);
    expect(pooled).toMatchObject({ subscribers: 5, rows: 20, time });
    expect(pooled.incidents.map(({ subscriber }) => subscriber)).toEqual([1, 3]);
    expect(pooled.rules[0]!.episodes.map(({ subscriber }) => subscriber)).toEqual([1, 3]);
    expect([...pooled.rules[0]!.dayScores]).toEqual([300, 301, 302, 303, 304, 305, 200, 201, 202, 203]);
  });

  it('of one seed are that run', () => {
    expect(pooledRun([run(3, 1)])).toEqual(run(3, 1));
  });
});
