/** What the pipeline tells about itself as it works; status, metrics, log and progress bar listen. */
import type { IngestedFile } from '../domain/dead-letter.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Refusal } from '../checkpoint/checkpoint.ts';
import type { Commit } from '../history/history.ts';
import type { UnlistedDevice } from '../ingest/unlisted-device.ts';

/**
 * It `replaced` one whose slot was open; or it `amended` history, though not what was judged; or it was `kept-aside`: too
 * late, without a row that could be used, or of counters that later differences were taken to.
 */
export type CorrectionOutcome = 'replaced' | 'amended' | 'kept-aside';

export interface PipelineEvents {
  /** The detector's state is that of a checkpoint; what came after it is judged again. */
  restored(closedThrough: EpochSeconds): void;
  /** A checkpoint was found that can't be used; `sentence` says why, and how it goes on. */
  checkpointRefused(reason: Refusal, sentence: string): void;
  /** `seconds` is what writing it took. */
  checkpointWritten(closedThrough: EpochSeconds, bytes: number, seconds: number): void;
  /** The checkpoint before is still there. */
  checkpointFailed(fault: Error): void;
  /** Slots judged again, of those in history. */
  rebuilding(done: number, total: number): void;
  rebuilt(closedThrough: EpochSeconds): void;
  /** Snapshots handed over by the source, of those it knows. */
  progress(done: number, total: number): void;
  snapshotTaken(account: IngestedFile): void;
  /** A snapshot came in a newer revision; `outcome` says what became of that. */
  snapshotCorrected(file: string, outcome: CorrectionOutcome): void;
  /** `seconds` is what it took to add up and judge one closed slot. */
  slotJudged(seconds: number): void;
  /** Rows of closed slots that wait for a commit, whenever that changes. */
  rowsWaiting(rows: number): void;
  /** `seconds` is what the commit took. */
  committed(commit: Commit, slots: number, seconds: number): void;
  caughtUp(): void;
  /** The commit will be tried again. */
  commitFailed(fault: Error): void;
  /** A file or folder that can't be used; ingest goes on. */
  fileUnusable(file: string, fault: Error): void;
  /** All devices that files of the source wait for because the table lacks them, whenever they have changed. */
  devicesUnlisted(source: string, devices: readonly UnlistedDevice[]): void;
}
