/**
 * Between the closed slots and history: gathers slots into few, large commits, keeps one commit in flight, and makes
 * the source wait when history can't keep up. A commit that fails is tried again until it succeeds or the queue stops:
 * commits replace themselves, so trying twice does no harm, and nothing that was closed is lost.
 */
import type { SampleBlock } from '../domain/sample.ts';
import type { JudgedSlot } from './slot-judge.ts';
import type { TakenSnapshot } from './intake.ts';
import { fileKey, type Commit, type HistoryWriter } from '../history/history.ts';
import type { ReportCorrection } from '../domain/report-correction.ts';
import { blockTotals } from '../domain/slot-totals.ts';
import type { EpochSeconds } from '../domain/traffic.ts';

export interface CommitQueueOptions {
  readonly history: Pick<HistoryWriter, 'commit'>;
  /** A commit is begun when this many rows (samples, dead letters, files) wait; twice as many make the source wait. */
  readonly rowsPerCommit: number;
  /** After a commit is in history: the slots it closed, in order. */
  readonly onCommitted: (slots: readonly JudgedSlot[], commit: Commit, seconds: number) => void;
  /** A commit failed and will be tried again. */
  readonly onFault: (fault: Error) => void;
  /** Waits before another try; gives up early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Monotonic clock, milliseconds. */
  readonly now: () => number;
}

const longestWaitMs = 30_000;

export class CommitQueue {
  readonly #options: CommitQueueOptions;
  readonly #stopping = new AbortController();
  /** Start of the newest slot that was closed, or null before the first. */
  #closedThrough: EpochSeconds | null = null;
  /** Of slots that are still open. */
  #waiting: TakenSnapshot[] = [];
  /** Of slots that have closed: to be written with the next commit. */
  #snapshots: TakenSnapshot[] = [];
  #slots: JudgedSlot[] = [];
  /** What corrects earlier reports, which may be in the next commit; and those whose turn it is, as all of theirs are in history. */
  #corrections: TakenSnapshot[] = [];
  #ripeCorrections: TakenSnapshot[] = [];
  /** The newest slot that a commit closed. */
  #committedThrough: EpochSeconds | null = null;
  #rows = 0;
  #inFlight: Promise<void> | null = null;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /** Goes on where history ends. */
  resume(closedThrough: EpochSeconds): void {
    this.#closedThrough = closedThrough;
    this.#committedThrough = closedThrough;
  }

  /** A snapshot is written with the commit that closes its slot, so that it is read again if that never happens. */
  addSnapshot(snapshot: TakenSnapshot): void {
    if (this.#closedThrough === null || snapshot.slotStart > this.#closedThrough) this.#waiting.push(snapshot);
    else this.#makeReady(snapshot, snapshot.correction === null ? this.#snapshots : this.#corrections);
  }

  addSlot(slot: JudgedSlot): void {
    this.#slots.push(slot);
    this.#rows += rowsIn([slot], []);
    this.#closedThrough = slot.slotStart;
    const ready = this.#waiting.filter((snapshot) => snapshot.slotStart <= slot.slotStart);
    if (ready.length === 0) return;
    this.#waiting = this.#waiting.filter((snapshot) => snapshot.slotStart > slot.slotStart);
    for (const snapshot of ready) this.#makeReady(snapshot, this.#snapshots);
  }

  /** Rows that the next commit would write. */
  get rows(): number {
    return this.#rows;
  }

  /** Resolves when there is room for more. */
  async makeRoom(): Promise<void> {
    if (this.#rows >= this.#options.rowsPerCommit) this.#begin();
    while (this.#rows >= 2 * this.#options.rowsPerCommit && this.#inFlight !== null) await this.#inFlight;
  }

  /** Resolves when everything that can be written is in history. */
  async flush(): Promise<void> {
    while ((this.#inFlight !== null || this.#hasSomething) && !this.#stopping.signal.aborted) {
      this.#begin();
      await this.#inFlight;
    }
  }

  /** Ends at once but for a commit in flight; what was not written is read again by the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#inFlight;
  }

  get #hasSomething(): boolean {
    return [this.#slots, this.#snapshots, this.#corrections, this.#ripeCorrections].some(({ length }) => length > 0);
  }

  #makeReady(snapshot: TakenSnapshot, place: TakenSnapshot[]): void {
    place.push(snapshot);
    this.#rows += rowsIn([], [snapshot]);
  }

  /** Begins a commit unless one is in flight, there is nothing to write, or the queue has stopped. */
  #begin(): void {
    if (this.#inFlight !== null || !this.#hasSomething || this.#stopping.signal.aborted) return;
    const { slots, commit } = this.#takeNext();
    this.#rows = rowsIn(this.#slots, [...this.#snapshots, ...this.#corrections, ...this.#ripeCorrections]);
    this.#inFlight = this.#write(commit, slots).finally(() => {
      this.#inFlight = null;
      if (this.#rows >= this.#options.rowsPerCommit) this.#begin();
    });
  }

  /** Corrections have a commit of their own, after all that came before them. */
  #takeNext(): { slots: readonly JudgedSlot[]; commit: Commit } {
    const isRipe = this.#ripeCorrections.length > 0;
    const nothingBefore = this.#slots.length === 0 && this.#snapshots.length === 0;
    if (!isRipe) [this.#ripeCorrections, this.#corrections] = [this.#corrections, []];
    if (isRipe || nothingBefore) {
      const corrections = this.#ripeCorrections;
      this.#ripeCorrections = [];
      return { slots: [], commit: commitOf(this.#committedThrough!, [], corrections) };
    }
    const [slots, snapshots] = [this.#slots, this.#snapshots];
    [this.#slots, this.#snapshots] = [[], []];
    this.#committedThrough = this.#closedThrough!;
    return { slots, commit: commitOf(this.#closedThrough!, slots, snapshots) };
  }

  /** Not awaited by whoever begins it: it never rejects. */
  async #write(commit: Commit, slots: readonly JudgedSlot[]): Promise<void> {
    const begun = this.#options.now();
    if (await this.#writeUntilTaken(commit)) {
      this.#options.onCommitted(slots, commit, (this.#options.now() - begun) / 1000);
    }
  }

  /** False when the queue was stopped before history took the commit. */
  async #writeUntilTaken(commit: Commit): Promise<boolean> {
    const { signal } = this.#stopping;
    for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        await this.#options.history.commit(commit);
        return true;
      } catch (error) {
        this.#options.onFault(error as Error);
      }
      await this.#options.wait(waitMs, signal);
      if (signal.aborted) return false;
    }
  }
}

function commitOf(
  closedThrough: EpochSeconds,
  slots: readonly JudgedSlot[],
  snapshots: readonly TakenSnapshot[],
): Commit {
  const corrections = newestCorrections(snapshots);
  const lateBlocks = snapshots
    .filter(({ correction }) => correction === null || corrections.includes(correction))
    .flatMap((snapshot) => snapshot.lateBlocks);
  return {
    closedThrough,
    blocks: [...slots.flatMap((slot) => slot.blocks), ...lateBlocks],
    totals: [...slots.flatMap((slot) => slot.totals), ...lateBlocks.map(blockTotals)],
    events: slots.flatMap((slot) => slot.events),
    files: snapshots.map((snapshot) => snapshot.account),
    deadLetters: snapshots.flatMap((snapshot) => snapshot.deadLetters),
    sessionCounters: snapshots.flatMap((snapshot) => snapshot.counterReadings),
    corrections,
  };
}

/** Of each report the newest: it takes the place of the others as well. */
function newestCorrections(snapshots: readonly TakenSnapshot[]): ReportCorrection[] {
  const newest = new Map<string, ReportCorrection>();
  for (const { correction } of snapshots) {
    if (correction === null) continue;
    const key = fileKey(correction.device, correction.snapshotAt);
    if (correction.revision > (newest.get(key)?.revision ?? -1)) newest.set(key, correction);
  }
  return [...newest.values()];
}

function rowsIn(slots: readonly JudgedSlot[], snapshots: readonly TakenSnapshot[]): number {
  let rows = samplesIn(slots.flatMap(({ blocks }) => blocks));
  for (const { lateBlocks, deadLetters } of snapshots) rows += 1 + samplesIn(lateBlocks) + deadLetters.length;
  return rows;
}

function samplesIn(blocks: readonly SampleBlock[]): number {
  let samples = 0;
  for (const block of blocks) samples += block.count;
  return samples;
}
