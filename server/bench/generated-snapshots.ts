/** Input of benchmarks: slots of snapshots of any number of subscribers on eight devices, seeded, rows in a stable order. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceReading } from '../src/domain/device.ts';
import { createSessionBatch } from '../src/domain/session-batch.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { snapshotFileName } from '../src/ingest/simulated/snapshot-name.ts';
import { createSnapshotEncoder } from '../src/ingest/simulated/snapshot-encoder.ts';

const firstSlot = Date.UTC(2024, 0, 1) / 1000;
/** Every so many subscribers one is taken over. */
const subscribersPerSurge = 10_000;
const surgeFactor = 50;

export interface GeneratedDimensions {
  readonly subscribers: number;
  readonly slots: number;
  readonly slotSeconds?: number;
  /** From this slot on some subscribers move many times as much; none ever without it. */
  readonly surgeFrom?: number;
}

/** Half of them count bits with pipes and slashes, half bytes with commas and dashes, as in a real ISP. */
export const benchDevices: readonly DeviceReading[] = Array.from({ length: 8 }, (_, id) => ({
  id,
  name: `bench-${id}`,
  unit: id % 2 ? 'bytes' : 'bits',
  counters: 'session-mean',
  delimiter: id % 2 ? ',' : '|',
  dateFormat: id % 2 ? '%d-%m-%Y %H:%M:%S' : '%d/%m/%Y %H:%M:%S',
  clockOffsetSeconds: 0,
}));

/** Writes the files unless they are there; gives the folder. */
export function generateSnapshots(parent: string, dimensions: GeneratedDimensions): string {
  const { subscribers, slots, slotSeconds = 600, surgeFrom = Infinity } = dimensions;
  const folder = join(parent, `${subscribers}x${slots}`);
  if (existsSync(folder) && readdirSync(folder).length === slots * benchDevices.length) return folder;
  mkdirSync(folder, { recursive: true });
  const random = xorshift(20_240_101);
  const directory = new SubscriberIndex();
  const ids = Uint32Array.from({ length: subscribers }, (_, n) => directory.indexOf(String(1_000_000 + n * 7)));
  const age = Float64Array.from(ids, () => 600 + Math.floor(random() * 72_000));
  const rate = Float64Array.from(ids, () => 2000 * Math.exp(4 * random()));
  for (let slot = 0; slot < slots; slot++) {
    for (const device of benchDevices) {
      const snapshotAt = firstSlot + (slot + 1) * slotSeconds;
      const population = { ids, age, rate, directory, random, surges: slot >= surgeFrom };
      const content = encode(device, snapshotAt, slot * slotSeconds, population);
      writeFileSync(join(folder, snapshotFileName(device, snapshotAt)), content);
    }
  }
  return folder;
}

interface Population {
  readonly ids: Uint32Array;
  readonly age: Float64Array;
  /** Bytes per second. */
  readonly rate: Float64Array;
  readonly directory: SubscriberIndex;
  readonly random: () => number;
  readonly surges: boolean;
}

function encode(
  device: DeviceReading,
  snapshotAt: number,
  elapsedSeconds: number,
  { ids, age, rate, directory, random, surges }: Population,
): Uint8Array {
  const share = Math.ceil(ids.length / benchDevices.length);
  const from = device.id * share;
  const batch = createSessionBatch(Math.max(0, Math.min(share, ids.length - from)));
  for (let row = 0; row < batch.capacity; row++) {
    const n = from + row;
    const seconds = age[n]! + elapsedSeconds;
    const factor = surges && n % subscribersPerSurge === 0 ? surgeFactor : 1;
    const perSecond = factor * rate[n]! * (device.unit === 'bits' ? 8 : 1) * (0.9 + 0.2 * random());
    batch.session[row] = 10_000 + n;
    batch.subscriber[row] = ids[n]!;
    batch.startedAt[row] = snapshotAt - seconds;
    batch.ageSeconds[row] = seconds;
    batch.upCounter[row] = Math.floor(seconds * perSecond * 0.4);
    batch.downCounter[row] = Math.floor(seconds * perSecond * 0.6);
  }
  batch.count = batch.capacity;
  return createSnapshotEncoder(device, directory).encode(batch);
}

/** Marsaglia's xorshift32, scaled to [0, 1). */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
