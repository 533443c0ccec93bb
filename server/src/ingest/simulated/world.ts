/**
 * A simulated ISP: what every device would report at the end of any slot. A function of its options and the slot
 * alone: slots may be asked for in any order, in any process, and always hold the same records.
 */
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { Arrival } from './arrivals.ts';
import type { Incident } from './incident.ts';
import type { NetworkEventOptions } from './network-events.ts';

/** `flat`: as one week that was measured, without a rhythm. `real`: rhythms, heavy tails, change. */
export const worldKinds = ['real', 'flat'] as const;
export type WorldKind = (typeof worldKinds)[number];

export interface WorldOptions {
  readonly kind: WorldKind;
  /** Whole number, 0 to 2^32 - 1. */
  readonly seed: number;
  /** In the real world some of them have left, or are not there yet. */
  readonly subscribers: number;
  /** The moment from which `quietDays` count; traffic exists at any time. */
  readonly startedAt: EpochSeconds;
  readonly slotSeconds: number;
  /** Their counters must mean what the world's do: see `simulatedDevices`. */
  readonly devices: readonly DeviceReading[];
  /** Per 1,000 subscribers. */
  readonly attacksPerDay: number;
  /** Per 1,000 subscribers. */
  readonly lookAlikesPerDay: number;
  /** Days after `startedAt` in which nothing but weekly backups, and late and missing snapshots, happens. */
  readonly quietDays: number;
  /** Multiplies the spread of a slot's traffic and of its mix in the real world; 1 unless given. The flat world's are as measured. */
  readonly noiseFactor?: number;
  /** What happens to many at once; as in `usualNetworkEvents` unless given. */
  readonly networkEvents?: NetworkEventOptions;
}

export interface World {
  readonly options: WorldOptions;
  readonly incidents: {
    /** Incidents with onset in [from, to), ordered by onset. */
    between(from: EpochSeconds, to: EpochSeconds): Incident[];
  };
  /** Id of the subscriber at a position, 0 to `subscribers` - 1. */
  subscriberId(position: number): string;
  /** Name of the subscriber's class. */
  classOf(position: number): string;
  /** "P0" to "P9" for persons, "J10" to "J12" for companies; what he began with. */
  planOf(position: number): string;
  /** P = person, J = company. */
  typeOf(position: number): 'P' | 'J';
  /** Snapshots that arrive at a moment, older ones first. */
  arrivalsAt(at: EpochSeconds): readonly Arrival[];
  /**
   * One batch per device, in the order of `options.devices`, whether the snapshot arrives or not. Quick for the slot
   * after the last one and for the two before; reused by a later call.
   */
  recordsAt(snapshotAt: EpochSeconds): readonly SessionBatch[];
}
