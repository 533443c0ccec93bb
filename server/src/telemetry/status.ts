/** What the process knows about itself, for the API, the health routes and the metrics: written by the pipeline, read by the rest. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { UnlistedDevice } from '../ingest/unlisted-device.ts';

export type IngestPhase = 'opening' | 'rebuilding' | 'catching-up' | 'live' | 'failed';

export interface IngestStatus {
  readonly phase: IngestPhase;
  /** "snapshot files in DIR" or "simulated ISP". */
  readonly source: string;
  readonly simulated: boolean;
  /** Start of the newest closed slot; null before the first. */
  readonly dataAsOf: EpochSeconds | null;
  readonly slotSeconds: number;
  /** Progress of the phase, in snapshots (or slots while rebuilding). */
  readonly done: number;
  readonly total: number;
  /** Snapshot files seen but not usable, with the reason: unreadable, too large. */
  readonly unreadableFiles: number;
  /** Devices that files wait for because the device table lacks them. */
  readonly unlistedDevices: readonly UnlistedDevice[];
  /** What is wrong when the phase is `failed`, or the newest fault that did not stop ingest; null when well. */
  readonly fault: string | null;
}

export interface StatusReader {
  current(): IngestStatus;
}
