import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Episode } from './evaluated-rule.ts';
import { ExpandingZ } from './expanding-z.ts';
import { observedSlot, type Rates } from './observed-slot.fixture.ts';

const slotsPerDay = 144;
const calm = (slot: number) => [1000 + 10 * (slot % 7), 2000 + 10 * (slot % 5)] as const;

/** One entry a slot. */
function observeAll(rule: ExpandingZ, slots: readonly Rates[]): { episodes: Episode[]; scores: number[] } {
  const episodes: Episode[] = [];
  const scores = slots.map((rates, slot) => {
    episodes.push(...rule.observe(slot * 600, observedSlot(slot * 600, rates)));
    return rule.score(0);
  });
  return { episodes, scores };
}

describe('the expanding z', () => {
  const history: Rates[] = Array.from({ length: slotsPerDay }, (_, slot) => [calm(slot)]);

  it('opens an episode at the third slot in a row above 3, and tells of it once', () => {
    const attack: Rates[] = Array.from({ length: 9 }, () => [[3000, 2000]]);
    const { episodes } = observeAll(new ExpandingZ(600, 1), [...history, ...attack]);
    expect(episodes).toMatchObject([{ subscriber: 0, kind: 'up', detectedAt: (slotsPerDay + 3) * 600 }]);
  });

  it('judges nobody before a day of history', () => {
    const attack: Rates[] = Array.from({ length: 9 }, () => [[3000, 2000]]);
    expect(observeAll(new ExpandingZ(600, 1), [...history.slice(4), ...attack.slice(0, 3)]).episodes).toEqual([]);
  });

  it('begins the row again after a slot without an observation', () => {
    const high: Rates = [[3000, 2000]];
    const slots = [...history, high, high, [undefined], high, high];
    expect(observeAll(new ExpandingZ(600, 1), slots).episodes).toEqual([]);
  });

  it('scores 0 who was not observed', () => {
    expect(observeAll(new ExpandingZ(600, 1), [[[1, 1]], [undefined]]).scores).toEqual([0, 0]);
  });

  it('scores the least of the last three z, each from all slots before it alone', () => {
    const rates = fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 9000 })), {
      minLength: 6,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rates, (tail) => {
        const all = [...history.map(([rate]) => rate!), ...tail];
        const z = all.map((_, slot) =>
          slot < slotsPerDay ? 0 : Math.max(zOfLast(all.slice(0, slot + 1), 0), zOfLast(all.slice(0, slot + 1), 1)),
        );
        const { scores } = observeAll(
          new ExpandingZ(600, 1),
          all.map((rate) => [rate]),
        );
        for (let slot = 2; slot < all.length; slot++) {
          const expected = Math.max(0, Math.min(...z.slice(slot - 2, slot + 1)));
          expect(scores[slot]).toBeCloseTo(expected, 6);
        }
      }),
      { numRuns: 20 },
    );
  });
});

function zOfLast(rates: readonly (readonly [number, number])[], direction: 0 | 1): number {
  const values = rates.map((rate) => rate[direction]);
  const last = values.pop()!;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (last - mean) / Math.sqrt(squares / (values.length - 1));
}
