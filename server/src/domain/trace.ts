/**
 * Judges one subscriber's past again, slot by slot, by the code that judged it live: what his band was. By himself, without
 * what he shares with others (their rhythm, their class, his device), so that the band is nearly, not exactly, the live one.
 */
import type { ExpectedTraffic } from './anomaly.ts';
import { slotClock } from './clock.ts';
import { oneCohort } from './cohort-directory.ts';
import type { Rule } from './rule.ts';
import { SlotObservations } from './slot-observations.ts';
import { SubscriberIndex } from './subscriber-index.ts';
import { SubscriberJudge } from './subscriber-judge.ts';
import { bytesPerSecond, type BytesPerSecond, type EpochSeconds } from './traffic.ts';

/** What one subscriber did in one slot, summed over devices. */
export interface ObservedSlot {
  readonly slotStart: EpochSeconds;
  readonly seconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface TracedSlot {
  readonly slotStart: EpochSeconds;
  readonly upBytesPerSecond: BytesPerSecond;
  readonly downBytesPerSecond: BytesPerSecond;
  /** Null while the history before the slot was too short to judge by. */
  readonly expected: ExpectedTraffic | null;
  /** Where in the band the rate lay: 0 at the usual rate, 3 at the upper edge, on a logarithmic scale. */
  readonly zUp: number | null;
  readonly zDown: number | null;
}

/** The edge of the band on the scale of `zUp` and `zDown`. */
export const bandEdge = 3;

/** `slots` in order of time, from the first there is. Those with too little covered are left out, as they are live. */
export function trace(slots: Iterable<ObservedSlot>, rule: Rule, slotSeconds: number): TracedSlot[] {
  const directory = new SubscriberIndex();
  directory.indexOf('the subscriber');
  const judge = new SubscriberJudge(rule, slotSeconds, directory, oneCohort);
  const observations = new SlotObservations();
  const traced: TracedSlot[] = [];
  for (const { slotStart, seconds, upBytes, downBytes } of slots) {
    if (seconds < rule.minSecondsCovered) continue;
    observations.gather([blockOf({ slotStart, seconds, upBytes, downBytes })], 1);
    const clock = slotClock(slotStart, slotSeconds);
    judge.observe(clock, slotStart, observations);
    const covered = Math.min(seconds, slotSeconds);
    const [up, down] = [upBytes / covered, downBytes / covered];
    const band = judge.lastBand(clock);
    traced.push({
      slotStart,
      upBytesPerSecond: bytesPerSecond(up),
      downBytesPerSecond: bytesPerSecond(down),
      expected: band?.expected ?? null,
      zUp: band && place(band.upGrowth, band.highGrowth),
      zDown: band && place(band.downGrowth, band.highGrowth),
    });
  }
  return traced;
}

const place = (growth: number, highGrowth: number): number => (bandEdge * growth) / highGrowth;

function blockOf({ slotStart, seconds, upBytes, downBytes }: ObservedSlot) {
  return {
    device: '',
    slotStart,
    reportedAt: slotStart,
    late: false,
    count: 1,
    subscriber: Uint32Array.of(0),
    seconds: Uint16Array.of(seconds),
    upBytes: Float64Array.of(upBytes),
    downBytes: Float64Array.of(downBytes),
  };
}
