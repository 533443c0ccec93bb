import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionBatch } from '../domain/session-batch.ts';
import { StreamedSeedRule } from './streamed-seed-rule.ts';

interface Row {
  readonly up: number;
  readonly down: number;
  readonly ended?: boolean;
}

/** Every row in a slot of its own; gives the score and the number of episodes after each. */
function takeAll(rows: readonly Row[]) {
  const rule = new StreamedSeedRule(600, 1);
  return rows.map(({ up, down, ended = false }, slot) => {
    const records = createSessionBatch(1);
    records.count = 1;
    records.upCounter[0] = up;
    records.downCounter[0] = down;
    records.endedAt[0] = ended ? 1 : 0;
    rule.takeRecords(slot * 600, records);
    const episodes = rule.observe();
    return { score: rule.score(0), episodes };
  });
}

describe('the streamed seed rule', () => {
  it('scores a counter by mean and sample deviation of the rows so far, itself included', () => {
    const counter = fc.integer({ min: 1, max: 10 ** 10 });
    fc.assert(
      fc.property(fc.array(fc.record({ up: counter, down: counter }), { maxLength: 30 }), (rows) => {
        takeAll(rows).forEach(({ score }, at) => {
          const soFar = rows.slice(0, at + 1);
          const expected = Math.max(zOfLast(soFar.map(({ up }) => up)), zOfLast(soFar.map(({ down }) => down)), 0);
          expect(score).toBeCloseTo(expected, 6);
        });
      }),
    );
  });

  it('opens one episode for flags less than an hour apart, dated to the end of the slot', () => {
    const calm = Array.from({ length: 40 }, (_, at) => ({ up: 100 + (at % 3), down: 50 + (at % 3) }));
    const told = takeAll([...calm, { up: 1e6, down: 50 }, { up: 101, down: 50 }, { up: 1e7, down: 50 }]);
    expect(told.flatMap(({ episodes }) => episodes)).toMatchObject([{ kind: 'up', detectedAt: 41 * 600 }]);
  });

  it('can’t flag among so few rows that no z exceeds 3 (Shiffler 1988)', () => {
    const rows = [...Array.from({ length: 10 }, () => ({ up: 1, down: 1 })), { up: 1e9, down: 1 }];
    expect(takeAll(rows.slice(1)).flatMap(({ episodes }) => episodes)).toEqual([]);
    expect(takeAll(rows).flatMap(({ episodes }) => episodes)).toHaveLength(1);
  });

  it('leaves out ended sessions and counters of 0 or less, as the original did', () => {
    const calm = Array.from({ length: 40 }, (_, at) => ({ up: 100 + (at % 3), down: 50 + (at % 3) }));
    const told = takeAll([...calm, { up: 1e6, down: 50, ended: true }, { up: 1e6, down: 0 }, { up: 1e6, down: -1 }]);
    expect(told.slice(40)).toEqual([
      { score: 0, episodes: [] },
      { score: 0, episodes: [] },
      { score: 0, episodes: [] },
    ]);
  });
});

function zOfLast(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares > 0 ? (values.at(-1)! - mean) / Math.sqrt(squares / (values.length - 1)) : 0;
}
