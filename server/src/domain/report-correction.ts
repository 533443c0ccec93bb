/** A report that came in a newer revision after its slot had closed: history has to take the older ones back. */
import type { EpochSeconds } from './traffic.ts';

export interface ReportCorrection {
  readonly device: string;
  readonly snapshotAt: EpochSeconds;
  /** All older ones are replaced. */
  readonly revision: number;
  /** Of slots that start before it the older ones still hold: it is too late for them. */
  readonly fromSlot: EpochSeconds;
}
