/** Contract of history: which anomalies are suppressed, the same as the pure function says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomalyKinds, deviceAnomalyKinds, type Anomaly } from '../../src/domain/anomaly.ts';
import type { ActDraft } from '../../src/domain/feed-entry.ts';
import { SuppressionIndex } from '../../src/domain/suppression-index.ts';
import { suppressionChangeOf, type Mute } from '../../src/domain/suppression.ts';
import { bytesPerSecond } from '../../src/domain/traffic.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, slotSeconds } from '../history-commits.ts';
import { historyHarness, type Kind } from '../history-harness.ts';
import { seededRandom } from '../random.ts';
import { RandomActs } from '../random-acts.ts';

type Random = ReturnType<typeof seededRandom>;

const cohorts = ['on plan P3', "of the network's"];

function randomAnomaly(random: Random, n: number): Anomaly {
  const kind = random.pick(anomalyKinds);
  const isOfDevice = deviceAnomalyKinds.some((one) => one === kind);
  const openedAt = firstSlot + random.below(10) * slotSeconds;
  return anomalyOf({
    id: `a${n}`,
    kind,
    subscriber: isOfDevice ? null : `s${random.below(3)}`,
    comparison: isOfDevice || random.next() < 0.2 ? null : { cohort: random.pick(cohorts), shareBelow: 0.5 },
    openedAt,
    detectedAt: openedAt + random.below(3) * slotSeconds,
    upBytesPerSecond: bytesPerSecond(random.pick([0, 100, 150, 151, 1e9])),
    downBytesPerSecond: bytesPerSecond(random.pick([0, 100, 150.5, 225])),
  });
}

function randomMute(random: Random, n: number): Mute {
  return {
    id: `m${n}`,
    scope: random.next() < 0.5 ? { subscriber: `s${random.below(3)}` } : { cohort: random.pick(cohorts) },
    kinds: random.pick([[], ['volume-takeover'], ['burst', 'silence', 'upload-surge']]),
    until: firstSlot + random.below(12) * slotSeconds,
  };
}

function randomActs(random: Random, anomalies: readonly Anomaly[]): ActDraft[] {
  const made = new RandomActs(random);
  const mutes = Array.from({ length: 2 }, (_, n) => randomMute(random, n));
  return Array.from({ length: 1 + random.below(8) }, () =>
    random.next() < 0.7 ? made.triage(random.pick(anomalies)) : made.mute(random.pick(mutes)),
  );
}

export function describeSuppression(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('suppression', () => {
    it('is in SQL what it is for the pure function, after any acts', async () => {
      const { history } = harness;
      let n = 0;
      const anomalies: Anomaly[] = [];
      const index = new SuppressionIndex();
      const property = fc.asyncProperty(fc.integer({ min: 1, max: 1e9 }), async (seed) => {
        const random = seededRandom(seed);
        const more = Array.from({ length: 12 }, () => randomAnomaly(random, n++));
        const events = more.flatMap((anomaly, i) => [
          eventOf('opened', anomaly.detectedAt, i, anomaly),
          eventOf('updated', anomaly.detectedAt + slotSeconds, i, anomaly),
        ]);
        await history.commit(commitOf({ closedThrough: firstSlot + 20 * slotSeconds, events }));
        // Of one change each, as an act of an earlier round must not be undone by a name that comes again.
        const drafts = randomActs(random, more).map((draft) => renamed(draft, `${seed}-${n}`));
        for (const act of await history.appendActs(async () => drafts)) {
          const change = suppressionChangeOf(act);
          if (change !== null) index.apply(change);
        }
        anomalies.push(...more);
        for (const suppressed of [true, false]) {
          const expected = anomalies.filter((anomaly) => index.isSuppressed(anomaly) === suppressed);
          const found = await history.listAnomalies({ suppressed }, { limit: 1000 });
          expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
          expect(await history.countAnomalies({ suppressed })).toBe(expected.length);
        }
        const counted = await history.statistics();
        expect(counted.anomalies - counted.suppressedAnomalies).toBe(
          await history.countAnomalies({ suppressed: false }),
        );
      });
      await fc.assert(property, { numRuns: 7 });
    });

    it('goes with the other conditions of a filter, and with pages', async () => {
      const { history } = harness;
      const random = seededRandom(21);
      const anomalies = Array.from({ length: 60 }, (_, n) => randomAnomaly(random, n));
      const events = anomalies.map((anomaly, n) => eventOf('opened', anomaly.detectedAt, n, anomaly));
      await history.commit(commitOf({ closedThrough: firstSlot + 20 * slotSeconds, events }));
      const made = new RandomActs(random);
      const mute = { ...randomMute(random, 0), scope: { subscriber: 's1' }, kinds: [], until: firstSlot + 86_400 };
      await history.appendActs(async () => [made.mute(mute)]);
      const reported = await history.listAnomalies({ suppressed: false }, { limit: 100 });
      expect(reported).toHaveLength(anomalies.filter(({ subscriber }) => subscriber !== 's1').length);
      const half = reported[Math.floor(reported.length / 2)]!;
      const place = reported.indexOf(half);
      expect(await history.listAnomalies({ suppressed: false }, { limit: 5, after: half })).toEqual(
        reported.slice(place + 1, place + 6),
      );
      expect(await history.listAnomalies({ suppressed: false, subscriber: 's1' }, { limit: 5 })).toEqual([]);
      const bursts = reported.filter(({ kind: one }) => one === 'burst');
      expect(await history.listAnomalies({ suppressed: false, kinds: ['burst'] }, { limit: 100 })).toEqual(bursts);
    });

    it('takes the kind of an earlier version for what it is today', async () => {
      const { history } = harness;
      const old = anomalyOf({ id: 'old', kind: 'volume-takeover', detectedAt: firstSlot });
      await history.commit(commitOf({ closedThrough: firstSlot, events: [eventOf('opened', firstSlot, 0, old)] }));
      await harness.withEngine((engine) =>
        engine.command("ALTER TABLE anomaly_events UPDATE kind = 'download-surge' WHERE 1 SETTINGS mutations_sync = 2"),
      );
      const judged = new RandomActs(seededRandom(1)).triage(old, { type: 'judged', verdict: 'server' });
      await harness.history.appendActs(async () => [judged]);
      expect(await harness.history.countAnomalies({ suppressed: true })).toBe(1);
    });
  });
}

function renamed(draft: ActDraft, round: string): ActDraft {
  if (draft.type !== 'triaged') {
    const undoes = draft.undoes === null ? null : `${draft.undoes} ${round}`;
    return {
      ...draft,
      change: `${draft.change} ${round}`,
      undoes,
      mute: { ...draft.mute, id: `${draft.mute.id} ${round}` },
    };
  }
  const { action } = draft;
  const renamedAction = action.type === 'undone' ? { ...action, change: `${action.change} ${round}` } : action;
  return { ...draft, change: `${draft.change} ${round}`, action: renamedAction };
}
