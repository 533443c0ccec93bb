/** Who causes most of the traffic of a range: the question and its answer. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { TimeRange } from './history.ts';

/**
 * `upload`, `download`  bytes sent, bytes received;
 * `ratio`               part of the traffic that was sent, 0 to 1;
 * `deviation`           the highest score of the subscriber's anomalies that were going on in the range;
 * `growth`              volume, as a multiple of that of the equally long time before.
 */
export type TalkerMeasure = 'upload' | 'download' | 'ratio' | 'deviation' | 'growth';

/** By `ratio` and `growth` only those count who move as much: of next to nothing any share and any multiple may come. */
export const leastBytesPerHour = 1_000_000;

/** Most rows that one answer may read: a subscriber, device and hour each. About a second on two cores. */
export const mostTalkerRows = 5_000_000;

export interface TalkerQuery {
  readonly by: TalkerMeasure;
  /** Not empty. Cut where the newest closed slot ends. */
  readonly range: TimeRange;
  /** Only what went through this device. */
  readonly device?: string | undefined;
  readonly limit: number;
}

export interface TrafficSum {
  readonly subscribers: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface SlotVolume {
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface Talker {
  readonly subscriber: string;
  readonly upBytes: number;
  readonly downBytes: number;
  /** By what the order is. */
  readonly value: number;
  /** The most in a slot, each direction by itself; null where samples of the range have expired. */
  readonly peakSlot: SlotVolume | null;
  /** In the newest slot of the range; null where samples of the range have expired. */
  readonly lastSlot: SlotVolume | null;
}

export interface TopTalkers {
  /** The range as far as there is data. */
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly slotSeconds: number;
  /** Highest value first, then by id. */
  readonly talkers: readonly Talker[];
  /** Everybody with traffic, the talkers included. */
  readonly total: TrafficSum;
}

/** A range would read more rows than one answer may. */
export interface TooManyRows {
  readonly rows: number;
}
