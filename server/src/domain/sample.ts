/**
 * A sample = (subscriber, device, slot start, seconds covered, up bytes, down bytes).
 * Samples travel as columns: a slot of a million subscribers is a few typed arrays, not a million objects.
 */
import type { EpochSeconds } from './traffic.ts';

/**
 * The samples that one report of one device contributes to one slot. Within a block every subscriber
 * occurs at most once. Blocks of the same slot add up: the identity of a sample is (subscriber, slot,
 * device, reportedAt), so writing a block again changes nothing.
 */
export interface SampleBlock {
  /** Name of the device, as in the device table's `PSX` column ("62.0"). */
  readonly device: string;
  readonly slotStart: EpochSeconds;
  /** Time of the snapshot that carried the rows; usually the end of the slot. */
  readonly reportedAt: EpochSeconds;
  /** True when the rows came with a later snapshot or after the slot had closed: history has them, the detector did not see them. */
  readonly late: boolean;
  readonly count: number;
  /** Index into the `SubscriberDirectory`. Only the first `count` entries of each column are used. */
  readonly subscriber: Uint32Array;
  /** Seconds of the slot that the sessions covered, 0 to the slot's length. */
  readonly seconds: Uint16Array;
  /** Whole bytes (an integer held as a double: exact up to 2^53). */
  readonly upBytes: Float64Array;
  readonly downBytes: Float64Array;
}

/** Of a device that reported, and had nobody. */
export function emptyBlock(device: string, slotStart: EpochSeconds, reportedAt: EpochSeconds): SampleBlock {
  const columns = {
    subscriber: new Uint32Array(),
    seconds: new Uint16Array(),
    upBytes: new Float64Array(),
    downBytes: new Float64Array(),
  };
  return { device, slotStart, reportedAt, late: false, count: 0, ...columns };
}

/** Sums of a closed slot: of one device, or of the network (`device: null`, each subscriber counted once). */
export interface SlotTotals {
  readonly slotStart: EpochSeconds;
  readonly device: string | null;
  readonly reportedAt: EpochSeconds;
  /** True for what came after the slot had closed: only of a device, and to be added to the network's sum as well. */
  readonly late: boolean;
  readonly subscribers: number;
  readonly upBytes: number;
  readonly downBytes: number;
}
