import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlertBudget, type Candidate } from './alert-budget.ts';

const daySeconds = 86_400;
const start = 20_000 * daySeconds;
const perMillion = 100;

const anyRank = fc.integer({ min: 0, max: 12 }).map((steps) => steps / 4);
/** Some days of slots: seconds after the slot before, and the ranks of its candidates. */
const anySlots = fc.array(
  fc.record({ later: fc.integer({ min: 600, max: 20_000 }), ranks: fc.array(anyRank, { maxLength: 6 }) }),
  { minLength: 1, maxLength: 40 },
);

function slotsOf(recorded: readonly { later: number; ranks: readonly number[] }[]) {
  let at = start;
  return recorded.map(({ later, ranks }, slot) => {
    at += later;
    return { at, candidates: ranks.map((rank, i): Candidate => ({ rank, id: `${slot}-${i}` })) };
  });
}

describe('AlertBudget', () => {
  it('never grants more than the budget on a day', () => {
    fc.assert(
      fc.property(anySlots, fc.integer({ min: 1, max: 60_000 }), (recorded, subscribers) => {
        const budget = new AlertBudget(perMillion);
        const most = Math.max(1, Math.ceil((perMillion * subscribers) / 1e6));
        const granted = new Map<number, number>();
        for (const { at, candidates } of slotsOf(recorded)) {
          const day = Math.floor(at / daySeconds);
          granted.set(day, (granted.get(day) ?? 0) + budget.grant(candidates, at, subscribers).size);
        }
        expect(Math.max(...granted.values())).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('grants the highest of a slot first', () => {
    fc.assert(
      fc.property(anySlots, (recorded) => {
        const budget = new AlertBudget(perMillion);
        for (const { at, candidates } of slotsOf(recorded)) {
          const granted = budget.grant(candidates, at, 20_000);
          const ranks = (isGranted: boolean) =>
            candidates.filter(({ id }) => granted.has(id) === isGranted).map(({ rank }) => rank);
          expect(Math.min(...ranks(true))).toBeGreaterThanOrEqual(Math.max(...ranks(false)));
        }
      }),
    );
  });

  it('grants the same whatever the order of candidates, and after it was saved and restored', () => {
    fc.assert(
      fc.property(anySlots, (recorded) => {
        const budget = new AlertBudget(perMillion);
        let other = new AlertBudget(perMillion);
        for (const { at, candidates } of slotsOf(recorded)) {
          const restored = new AlertBudget(perMillion);
          restored.restore(structuredClone(other.save()));
          other = restored;
          expect(other.grant([...candidates].reverse(), at, 20_000)).toEqual(budget.grant(candidates, at, 20_000));
          expect(other.save()).toEqual(budget.save());
        }
      }),
    );
  });

  it('has a quarter of the budget to grant at once and the rest as the day goes by, for the best of 24 hours only', () => {
    const budget = new AlertBudget(perMillion);
    const granted = (rank: number, at: number) => budget.grant([{ rank, id: `${rank}` }], at, 20_000).size;
    const noon = daySeconds / 2;
    expect(granted(5, start)).toBe(1);
    expect(granted(6, start + 600)).toBe(0);
    expect(granted(9, start + noon)).toBe(1);
    expect(granted(9.5, start + noon + 600)).toBe(0);
    // Midnight is over, and two better ones are less than a day ago.
    expect(granted(4, start + daySeconds)).toBe(0);
    expect(granted(9.7, start + daySeconds + 300)).toBe(1);
    // They are forgotten after a day.
    expect(granted(4.5, start + daySeconds + noon + 1200)).toBe(1);
  });

  it('grants one a day at least, and none when there is no budget', () => {
    expect(new AlertBudget(perMillion).grant([{ rank: 1, id: 'a' }], start, 1).size).toBe(1);
    expect(new AlertBudget(0).grant([{ rank: 1, id: 'a' }], start, 1_000_000).size).toBe(0);
  });

  it('remembers a bounded number', () => {
    const budget = new AlertBudget(perMillion);
    for (let slot = 0; slot < 100; slot++) {
      const candidates = Array.from({ length: 50 }, (_, i) => ({ rank: (i * 7) % 13, id: `${slot}-${i}` }));
      budget.grant(candidates, start + slot * 600, 10_000);
    }
    expect(budget.save().recent.length).toBeLessThanOrEqual(104);
  });
});
