/** A run: an anomaly of one subscriber while it is open, and what was last told of it. */
import type { Anomaly } from './anomaly.ts';
import type { SlotPoint } from './slot-point.ts';
import { bytes, type EpochSeconds } from './traffic.ts';

export interface Run {
  /** As it was last told of. */
  readonly anomaly: Anomaly;
  readonly lastSeen: EpochSeconds;
  readonly lastOutside: EpochSeconds;
  readonly calmSlots: number;
  readonly peakScore: number;
  readonly slots: number;
  readonly excessBytes: number;
}

export function startRun(anomaly: Anomaly, slotStart: EpochSeconds): Run {
  const { peakScore, slots, excessBytes } = anomaly;
  return { anomaly, lastSeen: slotStart, lastOutside: slotStart, calmSlots: 0, peakScore, slots, excessBytes };
}

/** Bytes per second above the usual, both directions. */
function excessOf({ up, down, usualUp, usualDown }: SlotPoint): number {
  return Math.max(0, up - usualUp) + Math.max(0, down - usualDown);
}

/** A slot above the usual among calm ones takes two of them away: ordinary noise does not keep an anomaly open. */
const calmSlotsLost = 2;

/** The run after one more unusual slot. */
export function extended(run: Run, point: SlotPoint, score: number, slotStart: EpochSeconds): Run {
  return {
    ...run,
    lastSeen: slotStart,
    lastOutside: slotStart,
    calmSlots: Math.max(0, run.calmSlots - calmSlotsLost),
    peakScore: Math.max(run.peakScore, score),
    slots: run.slots + 1,
    excessBytes: run.excessBytes + Math.round(excessOf(point) * point.seconds),
  };
}

/** The run after one more slot as usual. */
export function rested(run: Run, slotStart: EpochSeconds): Run {
  return { ...run, lastSeen: slotStart, calmSlots: run.calmSlots + 1 };
}

/** The anomaly with what the run knows now. */
export function currentAnomaly({ anomaly, peakScore, slots, excessBytes }: Run): Anomaly {
  return { ...anomaly, peakScore, slots, excessBytes: bytes(excessBytes) };
}

/** An open anomaly is told of again when its peak has grown by a tenth or its length has doubled: not every ten minutes. */
const notablePeakGrowth = 1.1;
const notableLengthGrowth = 2;

export function isNotable({ anomaly, peakScore, slots }: Run): boolean {
  return peakScore >= anomaly.peakScore * notablePeakGrowth || slots >= anomaly.slots * notableLengthGrowth;
}
