/** The part of the port to history that keeps the last counters of RADIUS sessions: differences are taken to them, also after a crash. */
import type { EpochSeconds } from '../domain/traffic.ts';

/** Its identity is the session. A NAS has one of its own, with its own number as session: when it last ended all of its sessions. */
export interface RadiusCounters {
  readonly nas: number;
  readonly session: number;
  /** When they were read. */
  readonly at: EpochSeconds;
  /** Age of the session then; null when the NAS does not tell it. */
  readonly sessionSeconds: number | null;
  /** Since the session began. */
  readonly upBytes: number;
  readonly downBytes: number;
  /** Whether the NAS counts beyond 32 bits. */
  readonly gigawords: boolean;
  readonly ended: boolean;
}

/** How long the counters of a session are kept after its last report: what tells less often is a new session then. */
export const radiusCounterDays = 2;

export interface RadiusHistory {
  /** All or none of them, in one insert; the newest of a session replaces those before. At most `mostReceivedAtOnce`. */
  keepRadiusCounters(counters: readonly RadiusCounters[]): Promise<void>;
  /** The newest of each session that was kept in the last `radiusCounterDays`. */
  radiusCounters(): Promise<RadiusCounters[]>;
}
