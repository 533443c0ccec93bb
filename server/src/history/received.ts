/**
 * The part of the port to history that keeps what devices tell record by record, until the slot is closed that each
 * record is handed over with. Who sent a record hears that it was taken when it is here.
 */
import type { EpochSeconds } from '../domain/traffic.ts';

/**
 * What a record is: a `sample` of a slot, a `session` as a snapshot has it, or a share of what an `accounting` request told.
 * The counters of a session are as the device table says of its device; the others are whole bytes of the interval itself.
 */
export const receivedForms = ['sample', 'session', 'accounting'] as const;
export type ReceivedForm = (typeof receivedForms)[number];

/** Records that are handed over together, as if they were one snapshot of the device. */
export interface ReceivedReport {
  readonly device: string;
  /** End of the slot; of sessions the moment they were read. */
  readonly snapshotAt: EpochSeconds;
  readonly form: ReceivedForm;
}

/** Its identity is (report, subscriber, session, startedAt): a record that is kept again replaces the one before. */
export interface ReceivedRecord extends ReceivedReport {
  readonly subscriber: string;
  /** Tells what one subscriber had at the same time apart; a number that `SessionBatch` can hold. */
  readonly session: number;
  /** Of a session its start, otherwise of the interval; `endedAt` is 0 for a session that is open. */
  readonly startedAt: EpochSeconds;
  readonly endedAt: EpochSeconds;
  /** Seconds covered up to `endedAt`, or to the report. */
  readonly ageSeconds: number;
  readonly up: number;
  readonly down: number;
  /** True for a share of traffic whose own reports are missing: when in the gap it was moved nobody told. */
  readonly estimated?: boolean;
}

export interface ReceivedHistory {
  /** All or none of them, in one insert. At most `mostReceivedAtOnce`. */
  keepReceived(records: readonly ReceivedRecord[]): Promise<void>;
  /** Of all that is kept; in order of time, then device. */
  receivedReports(): Promise<ReceivedReport[]>;
  /** The records of a report, always in the same order. */
  receivedRecords(report: ReceivedReport): Promise<ReceivedRecord[]>;
  /** Which of the records are kept with another report than their own: by place in `records`, all of one device and form. */
  keptWithAnother(records: readonly ReceivedRecord[]): Promise<ReadonlySet<number>>;
}

export const mostReceivedAtOnce = 50_000;

/** Days that a record is kept after it was written: it has long become a sample by then. */
export const receivedDays = 3;
