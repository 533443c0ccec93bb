import { describe, expect, it } from 'vitest';
import { markAlerts } from './alert-budget.ts';
import type { Episode } from './evaluated-rule.ts';

const time = { from: 0, days: 2 };
const day = 86_400;

const episode = (detectedAt: number, score: number, alerted: boolean | null = null): Episode => ({
  subscriber: 0,
  kind: 'surge',
  detectedAt,
  score,
  alerted,
});

const alertsOf = (episodes: readonly Episode[], budget: number) =>
  markAlerts(episodes, time, budget).map(({ alerted }) => alerted);

describe('alerts', () => {
  it('go to the highest scores of each day, as many as the budget has', () => {
    const episodes = [episode(600, 4), episode(1200, 9), episode(day, 7), episode(day + 600, 1)];
    expect(alertsOf(episodes, 2)).toEqual([false, true, true, true]);
  });

  it('stay as the rule marked them', () => {
    expect(alertsOf([episode(600, 4, true), episode(1200, 9, false), episode(1800, 1, true)], 1)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('are not given in the quiet days', () => {
    expect(alertsOf([episode(-600, 4), episode(0, 4), episode(600, 1)], 1)).toEqual([false, false, true]);
  });
});
