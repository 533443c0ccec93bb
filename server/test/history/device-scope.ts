/** Contract of history: who may see some devices alone gets the answers of a network that has no others. */
import { describe, expect, it } from 'vitest';
import { untouched } from '../../src/domain/triage.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { anomalyOf, blockOf, eventOf, firstSlot, slotSeconds, withTotals } from '../history-commits.ts';
import { historyHarness, type Harness, type Kind } from '../history-harness.ts';

const day = { from: firstSlot, to: firstSlot + 86_400 };
const slots = 12;
const seen = "62.0 'quoted'";
const hidden = 'unseen.1';

/** Two devices with subscribers of their own, and one who moved from the hidden device to the seen one. */
async function fill({ history, directory }: Harness, devices: readonly string[]): Promise<void> {
  for (let n = 0; n < slots; n++) {
    const slotStart = firstSlot + n * slotSeconds;
    const blocks = devices.flatMap((device) => {
      const name = device === seen ? 'a' : 'unseen';
      const roams = device === (n < 6 ? hidden : seen) ? [{ subscriber: 'roamer', up: 100, down: 9 }] : [];
      const rows = [1, 2].map((i) => ({ subscriber: `${name}${i}`, up: 1000 * i + n, down: 50 }));
      return [
        blockOf(directory, { device, slotStart }, [...rows, ...roams]),
        ...(n === 8
          ? [blockOf(directory, { device, slotStart: firstSlot, late: true, reportedAt: slotStart }, [rows[0]!])]
          : []),
      ];
    });
    const at = slotStart + slotSeconds;
    const events = n === 4 ? devices.map((device, i) => eventOf('opened', at, i, anomaly(device, at))) : [];
    const files = devices.map((device) => ({
      device,
      snapshotAt: at,
      file: `${device}.csv`,
      revision: 0,
      sizeBytes: 10,
      rows: 3,
      accepted: 3,
      late: 0,
      estimated: 0,
      dropped: {},
    }));
    const deadLetters =
      n === 0 && devices.includes(hidden)
        ? [{ file: `${hidden}.csv`, line: 3, column: 'UpTx', reason: 'bad-number', given: 'unseen' } as const]
        : [];
    await history.commit(withTotals(slotStart, blocks, { events, files, deadLetters }));
  }
  for (const device of devices) {
    const name = device === seen ? 'a1' : 'unseen1';
    const act = { change: `change of ${name}`, actor: `who saw ${name}`, madeAt: 1, comment: name };
    const mute = { id: `mute of ${name}`, scope: { subscriber: name }, kinds: [], until: day.to + 86_400 };
    await history.appendActs(async () => [
      {
        type: 'triaged',
        ...act,
        anomaly: anomaly(device, firstSlot + 5 * slotSeconds),
        action: { type: 'commented' },
        after: { ...untouched, version: 1 },
      },
      { type: 'muted', ...act, change: `mute ${name}`, mute, undoes: null },
    ]);
  }
}

const anomaly = (device: string, detectedAt: number) =>
  anomalyOf({
    id: device === seen ? 'anomaly a' : 'anomaly unseen',
    subscriber: device === seen ? 'a1' : 'unseen1',
    device,
    detectedAt,
  });

/** A question to each method there is, about all that there is. */
const questions: {
  readonly [Name in Exclude<keyof HistoryReader, 'ping' | 'within'>]: (history: HistoryReader) => Promise<unknown>;
} = {
  traffic: (history) => Promise.all([null, seen, hidden].map((device) => history.traffic(device, day, 'slot'))),
  deviceTraffic: (history) => history.deviceTraffic([seen], day, 'hour'),
  subscriberTraffic: async (history) => [
    await history.subscriberTraffic(['a1', 'roamer', 'unseen1'], day, 'slot'),
    await history.subscriberTraffic(['a1', 'roamer', 'unseen1'], day, 'hour'),
  ],
  subscriberSamples: (history) =>
    Promise.all(['a1', 'roamer', 'unseen1'].map((one) => history.subscriberSamples(one, day, 100))),
  listSubscriberSamples: (history) =>
    Promise.all(['a1', 'roamer', 'unseen1'].map((one) => history.listSubscriberSamples(one, day, { limit: 100 }))),
  samplesOfRuns: (history) =>
    history.samplesOfRuns([
      { subscriber: 'unseen1', range: day },
      { subscriber: 'roamer', range: day },
    ]),
  subscribers: async (history) => [...(await history.subscribers(['a1', 'unseen1'])).keys()],
  listSubscribers: async (history) =>
    (await history.listSubscribers({}, { limit: 100 })).map(({ subscriber, device }) => [subscriber, device]),
  devicesOfSubscribers: (history) => history.devicesOfSubscribers(['a1', 'roamer', 'unseen1']),
  peers: async (history) => (await history.peers('a1', 10)).map(({ subscriber }) => subscriber),
  devices: (history) => history.devices(),
  anomalies: (history) => history.anomalies(['anomaly a', 'anomaly unseen']),
  listAnomalies: (history) => history.listAnomalies({}, { limit: 10 }),
  countAnomalies: (history) => history.countAnomalies({}),
  anomalyEvents: (history) => history.anomalyEvents(['anomaly a', 'anomaly unseen']),
  similarAnomalies: (history) => history.similarAnomalies(anomaly(seen, firstSlot + 5 * slotSeconds), day.to, 10),
  feedEntries: (history) =>
    history.feedEntries({ at: 0, ordinal: 0 }, 100).then((entries) => entries.map(({ type, at }) => [type, at])),
  feedExtent: (history) => history.feedExtent({ at: 0, ordinal: 0 }).then(({ entries }) => entries),
  statistics: (history) => Promise.all([history.statistics(), history.statistics(day)]),
  topTalkers: (history) => history.topTalkers({ by: 'upload', range: day, limit: 10 }),
  deviceQuality: async (history) => (await history.deviceQuality([hidden], day)).get(hidden)?.reportedSlots,
  deviceVolumes: (history) => history.deviceVolumes(day),
  deadLetterCounts: (history) => history.deadLetterCounts(day),
  accounting: (history) => history.accounting(),
  listDeadLetters: (history) => history.listDeadLetters({ limit: 10 }),
  acts: (history) => history.acts(['anomaly a', 'anomaly unseen']),
  muteActs: async (history) => [...(await history.muteActs(['mute of a1', 'mute of unseen1'])).keys()],
  actsOfChange: async (history) => (await history.actsOfChange('mute unseen1')).length,
  suppressionChanges: async (history) => (await history.suppressionChanges()).length,
  mutes: async (history) => [...(await history.mutes(['mute of a1', 'mute of unseen1'])).keys()],
  listMutes: async (history) => (await history.listMutes({}, { limit: 10 })).map(({ mute }) => mute.id),
};

async function answersOf(history: HistoryReader): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const [name, ask] of Object.entries(questions)) answers[name] = shown(await ask(history));
  return answers;
}

const shown = (answer: unknown): string =>
  JSON.stringify(answer, (_, value: unknown) => (value instanceof Map ? [...value] : value));

export function describeDeviceScope(kind: Kind): void {
  describe('for who may see one device alone', () => {
    const harness = historyHarness(kind);

    it('has nothing of another device in any answer, and sums without it', async () => {
      await fill(harness, [seen]);
      const alone = await answersOf(harness.history);
      await harness.reopen({ database: 'another' });
      await fill(harness, [seen, hidden]);
      const limited = await answersOf(harness.history.within([seen]));
      expect(limited).toEqual(alone);
      expect(limited).not.toEqual(await answersOf(harness.history));
    });

    it('has nothing at all for no device, for the network by its empty name, and for one that is not there', async () => {
      await fill(harness, [seen, hidden]);
      for (const devices of [[], [''], ['nowhere']]) {
        const nothing = harness.history.within(devices);
        expect(await nothing.listSubscribers({}, { limit: 10 })).toEqual([]);
        expect(await nothing.traffic(null, day, 'slot')).toEqual([]);
        expect(await nothing.listAnomalies({}, { limit: 10 })).toEqual([]);
        expect(await nothing.statistics()).toMatchObject({ subscribers: 0, upBytes: 0, anomalies: 0 });
      }
      const within = harness.history.within([seen]).within([seen, hidden]);
      expect(shown(await within.listSubscribers({}, { limit: 10 }))).not.toContain('unseen');
    });
  });
}
