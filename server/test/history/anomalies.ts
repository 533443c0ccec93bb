/** Contract of history: anomalies, as they stand after their newest event. */
import { describe, expect, it } from 'vitest';
import type { Anomaly, AnomalyEvent } from '../../src/domain/anomaly.ts';
import { anomalyKinds, deviceAnomalyKinds, severities } from '../../src/domain/anomaly.ts';
import { bytes } from '../../src/domain/traffic.ts';
import type { AnomalyFilter } from '../../src/history/history.ts';
import { anomalyOf, blockOf, commitOf, eventOf, firstSlot, slotSeconds, withTotals } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';
import { seededRandom } from '../random.ts';

/** Lives of anomalies: opened, updated none to three times, closed or still open. */
function randomLives(seed: number, count: number): AnomalyEvent[][] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, n) => {
    const openedAt = firstSlot + random.below(20) * slotSeconds;
    const detectedAt = openedAt + (1 + random.below(3)) * slotSeconds;
    const kind = random.pick(anomalyKinds);
    const anomaly = anomalyOf({
      id: `a${(n * 7919) % 1000}`,
      subscriber: deviceAnomalyKinds.some((one) => one === kind) ? null : `s${random.below(4)}`,
      device: random.pick(['62.0', '66.1']),
      kind,
      comparison: random.pick([null, { cohort: 'on plan P3', shareBelow: random.next() }]),
      alerted: random.pick([true, false]),
      severity: random.pick(severities),
      openedAt,
      detectedAt,
    });
    const events = [eventOf('opened', detectedAt, n, anomaly)];
    for (let steps = random.below(4); steps > 0; steps--) {
      const { at, anomaly: before } = events.at(-1)!;
      events.push(
        eventOf('updated', at + slotSeconds, n, { ...before, slots: before.slots + 1, peakScore: random.next() }),
      );
    }
    const { at, anomaly: last } = events.at(-1)!;
    if (random.next() < 0.5) events.push(eventOf('closed', at + slotSeconds, n, { ...last, closedAt: at }));
    return events;
  });
}

const filters: AnomalyFilter[] = [
  {},
  { subscriber: 's1' },
  { subscriber: '' },
  { device: '66.1' },
  { kinds: ['upload-surge', 'volume-takeover'] },
  { kinds: ['device-outage', 'device-shift'] },
  { kinds: [] },
  { severities: ['critical'] },
  { alerted: true },
  { alerted: false, open: true },
  { open: true },
  { open: false },
  { during: { from: firstSlot + 5000, to: firstSlot + 7000 } },
  { during: { from: firstSlot + 10 * slotSeconds, to: firstSlot + 10 * slotSeconds } },
  {
    subscriber: 's2',
    open: false,
    kinds: ['burst', 'silence', 'slow-creep'],
    during: { from: firstSlot, to: firstSlot + 9000 },
  },
];

function isIn(filter: AnomalyFilter, anomaly: Anomaly): boolean {
  const { subscriber, device, kinds, severities: wanted, alerted, open, during } = filter;
  return (
    (subscriber === undefined || anomaly.subscriber === subscriber) &&
    (device === undefined || anomaly.device === device) &&
    (kinds === undefined || kinds.includes(anomaly.kind)) &&
    (wanted === undefined || wanted.includes(anomaly.severity)) &&
    (alerted === undefined || anomaly.alerted === alerted) &&
    (open === undefined || (anomaly.closedAt === null) === open) &&
    (during === undefined ||
      (anomaly.openedAt < during.to && (anomaly.closedAt === null || anomaly.closedAt > during.from)))
  );
}

const listOrder = (a: Anomaly, b: Anomaly): number => b.detectedAt - a.detectedAt || (a.id < b.id ? -1 : 1);

export function describeAnomalies(kind: Kind): void {
  const harness = historyHarness(kind);
  const closedThrough = firstSlot + 100 * slotSeconds;

  describe('anomalies', () => {
    it('are as their newest event left them, and pass the filters they should', async () => {
      const lives = randomLives(1, 60);
      // Out of order, as no reader may rely on the order of commits.
      const mixed = lives.flat().sort((a, b) => a.anomaly.slots - b.anomaly.slots);
      await harness.history.commit(commitOf({ closedThrough, events: mixed.slice(40) }));
      await harness.history.commit(commitOf({ closedThrough, events: mixed.slice(0, 40) }));
      const newest = lives.map((events) => events.at(-1)!.anomaly).sort(listOrder);
      for (const filter of filters) {
        const expected = newest.filter((anomaly) => isIn(filter, anomaly));
        expect(await harness.history.listAnomalies(filter, { limit: 1000 })).toEqual(expected);
        expect(await harness.history.countAnomalies(filter)).toBe(expected.length);
      }
      const some = newest.slice(0, 5);
      expect(await harness.history.anomalies([...some.map(({ id }) => id), 'unknown'])).toEqual(
        new Map(some.map((anomaly) => [anomaly.id, anomaly])),
      );
    });

    it('have their events in the order they happened, each once', async () => {
      const [life] = randomLives(2, 50).filter((events) => events.length > 3);
      await harness.history.commit(commitOf({ closedThrough, events: life!.toReversed() }));
      await harness.history.commit(commitOf({ closedThrough, events: life! }));
      const { id } = life![0]!.anomaly;
      expect(await harness.history.anomalyEvents([id, 'unknown'])).toEqual(new Map([[id, life]]));
    });

    it('keep numbers to the last bit, infinite ones too', async () => {
      const anomaly = anomalyOf({
        score: Infinity,
        peakScore: -0.1 - 0.2,
        excessBytes: bytes(Number.MAX_SAFE_INTEGER),
        closedAt: 2 ** 32 - 1,
      });
      await harness.history.commit(commitOf({ closedThrough, events: [eventOf('closed', firstSlot, 0, anomaly)] }));
      expect(await harness.history.listAnomalies({}, { limit: 1 })).toEqual([anomaly]);
    });

    it('stay readable in a history of an earlier version', async () => {
      const anomaly = anomalyOf({ comparison: null, alerted: false });
      await harness.history.commit(commitOf({ closedThrough, events: [eventOf('opened', firstSlot, 0, anomaly)] }));
      expect(await harness.history.listAnomalies({}, { limit: 1 })).toEqual([anomaly]);
      await harness.withEngine(async (engine) => {
        const later = ['rule_version', 'upload_share', 'usual_upload_share', 'cohort', 'cohort_share_below', 'alerted'];
        for (const column of later) await engine.command(`ALTER TABLE anomaly_events DROP COLUMN ${column}`);
        const update = "ALTER TABLE anomaly_events UPDATE kind = 'download-surge' WHERE 1 SETTINGS mutations_sync = 2";
        await engine.command(update);
      });
      const { upBytesPerSecond: up, downBytesPerSecond: down, expected } = anomaly;
      const today: Anomaly = {
        ...anomaly,
        kind: 'volume-takeover',
        uploadShare: up / (up + down),
        usualUploadShare: expected.usualUp / (expected.usualUp + expected.usualDown),
        alerted: true,
        ruleVersion: '',
      };
      expect(await harness.history.listAnomalies({}, { limit: 1 })).toEqual([today]);
      expect(await harness.history.listAnomalies({ kinds: ['volume-takeover'] }, { limit: 1 })).toEqual([today]);
      expect(await harness.history.countAnomalies({ kinds: ['upload-surge'] })).toBe(0);
    });

    it('count in the statistics of the slots that revealed them', async () => {
      const { history, directory } = harness;
      const blocks = [blockOf(directory, { slotStart: firstSlot }, [{ subscriber: 's', up: 1, down: 1 }])];
      const end = firstSlot + slotSeconds;
      const events = [
        eventOf('opened', end, 0, anomalyOf({ id: 'a', detectedAt: end })),
        eventOf('updated', end + slotSeconds, 0, anomalyOf({ id: 'a', detectedAt: end })),
        eventOf('closed', end, 1, anomalyOf({ id: 'b', detectedAt: end, closedAt: end })),
        eventOf('opened', end + 600, 0, anomalyOf({ id: 'c', detectedAt: end + slotSeconds, subscriber: 'other' })),
        eventOf('opened', end, 2, anomalyOf({ id: 'd', detectedAt: end, alerted: false })),
        eventOf('opened', end, 3, anomalyOf({ id: 'e', detectedAt: end, subscriber: null, kind: 'device-outage' })),
      ];
      await history.commit(withTotals(firstSlot, blocks, { events }));
      expect(await history.statistics()).toMatchObject({
        anomalies: 5,
        openAnomalies: 4,
        alertedAnomalies: 4,
        heldBackAnomalies: 1,
        flaggedSubscribers: 2,
      });
      expect(await history.statistics({ from: firstSlot, to: firstSlot + 1 })).toMatchObject({
        anomalies: 4,
        openAnomalies: 3,
        alertedAnomalies: 3,
        heldBackAnomalies: 1,
        flaggedSubscribers: 1,
      });
    });
  });
}
