import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SuppressionIndex } from '../src/domain/suppression-index.ts';
import { Journal } from '../src/pipeline/journal.ts';
import { createMemoryFeed } from '../src/live/memory-feed.ts';
import { TriageDesk, type Target } from '../src/triage/triage-desk.ts';
import { openSeededHistory, type SeededHistory } from './api-fixture.ts';

let seeded: SeededHistory;
let desk: TriageDesk;
beforeAll(async () => {
  seeded = await openSeededHistory();
  const { history } = seeded;
  const journal = new Journal({ history, feed: createMemoryFeed(), suppressions: new SuppressionIndex() });
  desk = new TriageDesk({ journal, history, newId: randomUUID, now: () => 1 });
});
afterAll(() => seeded.remove());

/** For each person, which of a few anomalies he acts on, all at once. */
const anyRequests = fc.array(fc.uniqueArray(fc.nat(3), { minLength: 1 }), { minLength: 2, maxLength: 5 });

it('lets exactly one of those who saw the same version act, however many ask at once', async () => {
  const property = fc.asyncProperty(anyRequests, async (requests) => {
    const ids = seeded.anomalies.slice(0, 4).map(({ id }) => id);
    const before = await seeded.history.acts(ids);
    const targetOf = (n: number): Target => ({ id: ids[n]!, version: before.get(ids[n]!)?.length ?? 0 });
    const results = await Promise.all(
      requests.map((wanted, who) => desk.triage(`person ${who}`, wanted.map(targetOf), { type: 'commented' }, '')),
    );
    const outcomes = results.flatMap((result) => result.outcomes);
    const after = await seeded.history.acts(ids);
    for (const n of new Set(requests.flat())) {
      const mine = outcomes.filter((outcome) => 'anomaly' in outcome && outcome.anomaly.id === ids[n]);
      expect(mine.filter(({ type }) => type === 'triaged')).toHaveLength(1);
      expect(mine).toHaveLength(requests.filter((wanted) => wanted.includes(n)).length);
      expect(after.get(ids[n]!)).toHaveLength(targetOf(n).version + 1);
    }
  });
  await fc.assert(property, { numRuns: 15 });
});
