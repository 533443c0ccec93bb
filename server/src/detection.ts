/** The port from the API to the detector: how one subscriber's past was judged, computed again from history by the same code. */
import type { Rule } from './domain/rule.ts';
import type { EpochSeconds } from './domain/traffic.ts';
import type { TimeRange } from './history/history.ts';

/** How the detector judged one slot, against the past before it. Null values while it was still learning. */
export interface BaselinePoint {
  readonly slotStart: EpochSeconds;
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
  readonly lowUp: number | null;
  readonly usualUp: number | null;
  readonly highUp: number | null;
  readonly lowDown: number | null;
  readonly usualDown: number | null;
  readonly highDown: number | null;
  readonly zUp: number | null;
  readonly zDown: number | null;
}

export interface BaselineReader {
  /** By which it judges. */
  readonly rule: Rule;
  /** In time order; only slots with an observation. */
  baseline(subscriber: string, range: TimeRange): Promise<BaselinePoint[]>;
}
