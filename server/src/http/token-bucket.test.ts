import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

describe('a bucket of tokens', () => {
  it('lets each spend what he saved, then so many a second', () => {
    let nowMs = 0;
    const budget = new TokenBucket({ perSecond: 10, burst: 100, now: () => nowMs });
    budget.spend('a', 99);
    expect(budget.waitSeconds('a')).toBe(0);
    // The last one is enough for anything, which has to be saved for afterwards.
    budget.spend('a', 51);
    expect(budget.waitSeconds('a')).toBe(6);
    expect(budget.waitSeconds('b')).toBe(0);
    nowMs = 5000;
    expect(budget.waitSeconds('a')).toBe(1);
    nowMs = 6000;
    expect(budget.waitSeconds('a')).toBe(0);
    nowMs = 3_600_000;
    budget.spend('a', 100);
    expect(budget.waitSeconds('a')).toBe(1);
  });

  it('forgets who has everything first, and never keeps more than it may', () => {
    const budget = new TokenBucket({ perSecond: 1, burst: 10, now: () => 0, mostAccounts: 2 });
    budget.spend('in debt', 20);
    for (const name of ['a', 'b', 'c']) expect(budget.waitSeconds(name)).toBe(0);
    expect(budget.waitSeconds('in debt')).toBe(11);
  });
});
