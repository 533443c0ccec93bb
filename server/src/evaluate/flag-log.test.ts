import { describe, expect, it } from 'vitest';
import { FlagLog } from './flag-log.ts';

const slot = 600;

describe('the flag log', () => {
  it('tells the episodes at any threshold, as if the rule had had it', () => {
    const log = new FlagLog();
    const scores = [2.5, 4, 5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 6];
    scores.forEach((score, at) => log.add(1, at * slot, score, true));
    log.add(0, 11 * slot, 3, false);
    const told = (threshold: number) =>
      log.episodesAbove(threshold, 2).map(({ subscriber, kind, detectedAt }) => [subscriber, kind, detectedAt / slot]);
    expect(told(2)).toEqual([
      [1, 'up', 0],
      [0, 'down', 11],
    ]);
    // Slots 2 and 10 are more than an hour apart: without what lies between they are two episodes.
    expect(told(3)).toEqual([
      [1, 'up', 1],
      [1, 'up', 10],
    ]);
    expect(told(5)).toEqual([[1, 'up', 10]]);
    expect(told(6)).toEqual([]);
  });

  it('has room for many', () => {
    const log = new FlagLog();
    for (let subscriber = 0; subscriber < 5000; subscriber++) log.add(subscriber, subscriber, 3, true);
    const episodes = log.episodesAbove(2, 5000);
    expect(episodes.map(({ subscriber }) => subscriber)).toEqual(Array.from({ length: 5000 }, (_, at) => at));
  });
});
