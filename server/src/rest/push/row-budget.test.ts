import { describe, expect, it } from 'vitest';
import { RowBudget } from './row-budget.ts';

describe('the budget of rows', () => {
  it('lets a key push what it saved, then so many rows a second, each key its own', () => {
    let nowMs = 0;
    const budget = new RowBudget({ rowsPerSecond: 10, burstRows: 100, now: () => nowMs });
    budget.spend('a', 99);
    expect(budget.waitSeconds('a')).toBe(0);
    // The last row that it has is enough for a body of any length, which it has to save for afterwards.
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
});
