/** Snapshots of a few devices with their gaps, jitter and surges, and orders in which they may arrive; all drawn from a seed. */
import type { CounterMeaning, DeviceReading } from '../src/domain/device.ts';
import { createSessionBatch } from '../src/domain/session-batch.ts';
import { slotOfSnapshot } from '../src/domain/slot.ts';
import type { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import type { Snapshot } from '../src/ingest/source.ts';
import { seededRandom, type Random } from './random.ts';

/** Hours, so that there is a day to learn from in few slots. */
export const slotSeconds = 3600;
const firstSlot = 1_704_067_200;
const slots = 40;
const subscribersPerDevice = 5;

interface Row {
  readonly session: number;
  readonly subscriber: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly age: number;
  readonly up: number;
  readonly down: number;
}

export interface Arrival {
  readonly device: DeviceReading;
  readonly snapshotAt: number;
  readonly rows: readonly Row[];
}

export function drawDevices(random: Random, meanings: readonly CounterMeaning[]): DeviceReading[] {
  return Array.from({ length: 2 + random.below(3) }, (_, id) => ({
    id,
    name: `device ${id}`,
    unit: random.pick(['bits', 'bytes'] as const),
    counters: random.pick(meanings),
    delimiter: ',',
    dateFormat: '',
    clockOffsetSeconds: 0,
  }));
}

/** In order of time, then device. Some are missing; a device may be silent for a while, and all of them too. */
export function drawSnapshots(random: Random, devices: readonly DeviceReading[]): Arrival[] {
  const blackout = random.below(6) === 0 ? [8 + random.below(16), 3 + random.below(6)] : [0, 0];
  const arrivals = devices.flatMap((device) => {
    const silent = random.below(3) === 0 ? [5 + random.below(25), 1 + random.below(8)] : blackout;
    const rowsOf = drawSessions(random, device);
    const phase = random.below(60) - 30;
    const snapshots: Arrival[] = [];
    let previousAt = firstSlot;
    for (let n = 0; n < slots; n++) {
      const snapshotAt = firstSlot + (n + 1) * slotSeconds + phase + random.below(20);
      const rows = rowsOf(previousAt, snapshotAt);
      previousAt = snapshotAt;
      const missing = (n >= silent[0]! && n < silent[0]! + silent[1]!) || random.below(25) === 0;
      if (!missing) snapshots.push({ device, snapshotAt, rows });
    }
    return snapshots;
  });
  return arrivals.sort((a, b) => a.snapshotAt - b.snapshotAt || a.device.id - b.device.id);
}

/** The rows of a snapshot: sessions open at its time, and those that ended since the one before. */
function drawSessions(random: Random, device: DeviceReading): (previousAt: number, at: number) => Row[] {
  const perByte = device.unit === 'bits' ? 8 : 1;
  const rowsOf = Array.from({ length: subscribersPerDevice }, (_, n) => {
    // Neighbours share subscribers: some are on two devices.
    const subscriber = `subscriber ${device.id * (subscribersPerDevice - 2) + n}`;
    const surge = 26 + random.below(10);
    const rateIn = (slot: number): number =>
      5000 * (1 + n) * (1 + 0.2 * Math.sin(slot * 2.4 + n)) * (slot >= surge && slot < surge + 6 ? 12 : 1);
    let [session, startedAt, endsAt] = [n + 1, firstSlot - random.below(18_000), firstSlot + random.below(54_000)];
    let counted = 0;
    let countedUntil = firstSlot;
    const row = (at: number, ended: boolean): Row => {
      const age = at - startedAt;
      const rate = rateIn(slotOfSnapshot(at, slotSeconds) / slotSeconds - firstSlot / slotSeconds) * perByte;
      counted += rate * Math.max(0, at - countedUntil);
      countedUntil = at;
      const counter = { cumulative: counted, interval: rate * slotSeconds, 'session-mean': rate * age }[
        device.counters
      ];
      const [up, down] = [Math.round(counter), Math.round(counter * 3)];
      return { session, subscriber, startedAt, endedAt: ended ? at : 0, age, up, down };
    };
    return (previousAt: number, at: number): Row[] => {
      const rows: Row[] = [];
      while (endsAt <= at) {
        if (endsAt >= previousAt) rows.push(row(endsAt, true));
        [session, startedAt, counted] = [session + 100, endsAt + random.below(1200), 0];
        endsAt = startedAt + 360 + random.below(72_000);
        countedUntil = startedAt;
      }
      if (startedAt < at) rows.push(row(at, false));
      return rows;
    };
  });
  return (previousAt, at) => rowsOf.flatMap((rows) => rows(previousAt, at));
}

/** Another order, in which nothing comes after what is newer than its slot by the lateness or more; and some come twice. */
export function shuffleWithin(random: Random, sorted: readonly Arrival[], latenessSeconds: number): Arrival[] {
  const waitSlots = Math.max(1, Math.ceil(latenessSeconds / slotSeconds));
  const delayed = sorted.flatMap((arrival) => {
    const slot = slotOfSnapshot(arrival.snapshotAt, slotSeconds) / slotSeconds;
    const at = slot + random.next() * waitSlots;
    const once = { arrival, at };
    return random.below(6) === 0 ? [once, { arrival, at: at + random.next() * 12 }] : [once];
  });
  return delayed.sort((a, b) => a.at - b.at).map(({ arrival }) => arrival);
}

export function asSnapshot({ device, snapshotAt, rows }: Arrival, subscribers: SubscriberIndex): Snapshot {
  return {
    device,
    snapshotAt,
    file: `${device.name} ${snapshotAt}`,
    revision: 0,
    sizeBytes: 0,
    read(onBatch) {
      const batch = createSessionBatch(rows.length);
      for (const [at, row] of rows.entries()) {
        batch.session[at] = row.session;
        batch.subscriber[at] = subscribers.indexOf(row.subscriber);
        batch.startedAt[at] = row.startedAt;
        batch.endedAt[at] = row.endedAt;
        batch.ageSeconds[at] = row.age;
        batch.upCounter[at] = row.up;
        batch.downCounter[at] = row.down;
        batch.line[at] = at + 2;
      }
      batch.count = rows.length;
      onBatch(batch);
      return rows.length;
    },
  };
}

/** Everything that one seed says. */
export function drawArrivals(seed: number, meanings: readonly CounterMeaning[]) {
  const random = seededRandom(seed);
  const latenessSeconds = random.pick([0, 3600, 6000, 7200, 10_800, 21_600]);
  const devices = drawDevices(random, meanings);
  const sorted = drawSnapshots(random, devices);
  return { latenessSeconds, devices, sorted, shuffled: shuffleWithin(random, sorted, latenessSeconds) };
}
