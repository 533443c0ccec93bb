/** Worlds for tests, and their records as objects that are easy to compare. */
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { simulatedDevices } from './simulated-devices.ts';
import { FlatWorld } from './flat/flat-world.ts';
import { noNetworkEvents } from './network-events.ts';
import { RealWorld } from './real/real-world.ts';
import type { World, WorldKind, WorldOptions } from './world.ts';

export interface RecordRow {
  readonly snapshotAt: EpochSeconds;
  /** Position of the device. */
  readonly device: number;
  readonly session: number;
  /** Position of the subscriber: the directory of a fixture world is filled in that order. */
  readonly subscriber: number;
  readonly startedAt: EpochSeconds;
  readonly endedAt: EpochSeconds;
  readonly ageSeconds: number;
  readonly upCounter: number;
  readonly downCounter: number;
}

/** Monday. */
export const worldStart: EpochSeconds = 1_704_067_200;
export const slotSeconds = 600;

export function worldOptions(kind: WorldKind, overrides: Partial<WorldOptions> = {}): WorldOptions {
  return {
    kind,
    seed: 7,
    subscribers: 300,
    startedAt: worldStart,
    slotSeconds,
    devices: simulatedDevices[kind],
    attacksPerDay: 0,
    lookAlikesPerDay: 0,
    quietDays: 0,
    networkEvents: noNetworkEvents,
    ...overrides,
  };
}

export function flatWorldOf(overrides: Partial<WorldOptions>): FlatWorld {
  return new FlatWorld(worldOptions('flat', overrides), new SubscriberIndex());
}

export function realWorldOf(overrides: Partial<WorldOptions>): RealWorld {
  return new RealWorld(worldOptions('real', overrides), new SubscriberIndex());
}

/** Records of one snapshot, device after device. */
export function rowsAt(world: World, snapshotAt: EpochSeconds): RecordRow[] {
  return world.recordsAt(snapshotAt).flatMap((batch, device) =>
    Array.from({ length: batch.count }, (_, row) => ({
      snapshotAt,
      device,
      session: batch.session[row]!,
      subscriber: batch.subscriber[row]!,
      startedAt: batch.startedAt[row]!,
      endedAt: batch.endedAt[row]!,
      ageSeconds: batch.ageSeconds[row]!,
      upCounter: batch.upCounter[row]!,
      downCounter: batch.downCounter[row]!,
    })),
  );
}

/** Records of slots `from` to `to` - 1, counted from the world's start, in time order. */
export function rowsOfSlots(world: World, from: number, to: number): RecordRow[] {
  return Array.from({ length: to - from }, (_, slot) => worldStart + (from + slot + 1) * slotSeconds).flatMap(
    (snapshotAt) => rowsAt(world, snapshotAt),
  );
}

/** Total of both directions since the session's start, bytes/s. */
export function rateOfRow(row: RecordRow): number {
  return (
    (row.upCounter + row.downCounter) / row.ageSeconds / (simulatedDevices.flat[row.device]!.unit === 'bits' ? 8 : 1)
  );
}

export function groupBy<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

export function quantile(values: readonly number[], probability: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(probability * (sorted.length - 1))]!;
}
