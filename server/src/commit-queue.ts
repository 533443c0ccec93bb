/**
 * Between the closed slots and history: gathers slots into few, large commits, keeps one commit in flight, and makes
 * the source wait when history can't keep up. A commit that fails is tried again until it succeeds or the queue stops:
 * commits replace themselves, so trying twice does no harm, and nothing that was closed is lost.
 */
import type { SampleBlock } from './domain/sample.ts';
import type { JudgedSlot } from './slot-judge.ts';
import type { TakenSnapshot } from './intake.ts';
import type { Commit, HistoryWriter } from './history/history.ts';
import { blockTotals } from './domain/slot-totals.ts';
import type { EpochSeconds } from './domain/traffic.ts';

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
  #rows = 0;
  #inFlight: Promise<void> | null = null;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /** Goes on where history ends. */
  resume(closedThrough: EpochSeconds): void {
    this.#closedThrough = closedThrough;
  }

  /** A snapshot is written with the commit that closes its slot, so that it is read again if that never happens. */
  addSnapshot(snapshot: TakenSnapshot): void {
    if (this.#closedThrough === null || snapshot.slotStart > this.#closedThrough) this.#waiting.push(snapshot);
    else this.#makeReady(snapshot);
  }

  addSlot(slot: JudgedSlot): void {
    this.#slots.push(slot);
    this.#rows += samplesIn(slot.blocks);
    this.#closedThrough = slot.slotStart;
    const ready = this.#waiting.filter((snapshot) => snapshot.slotStart <= slot.slotStart);
    if (ready.length === 0) return;
    this.#waiting = this.#waiting.filter((snapshot) => snapshot.slotStart > slot.slotStart);
    for (const snapshot of ready) this.#makeReady(snapshot);
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
    return this.#slots.length > 0 || this.#snapshots.length > 0;
  }

  #makeReady(snapshot: TakenSnapshot): void {
    this.#snapshots.push(snapshot);
    this.#rows += 1 + samplesIn(snapshot.lateBlocks) + snapshot.deadLetters.length;
  }

  /** Begins a commit unless one is in flight, there is nothing to write, or the queue has stopped. */
  #begin(): void {
    if (this.#inFlight !== null || !this.#hasSomething || this.#stopping.signal.aborted) return;
    const slots = this.#slots;
    const commit = commitOf(this.#closedThrough!, slots, this.#snapshots);
    this.#slots = [];
    this.#snapshots = [];
    this.#rows = 0;
    this.#inFlight = this.#write(commit, slots).finally(() => {
      this.#inFlight = null;
      if (this.#rows >= this.#options.rowsPerCommit) this.#begin();
    });
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
  const lateBlocks = snapshots.flatMap((snapshot) => snapshot.lateBlocks);
  return {
    closedThrough,
    blocks: [...slots.flatMap((slot) => slot.blocks), ...lateBlocks],
    totals: [...slots.flatMap((slot) => slot.totals), ...lateBlocks.map(blockTotals)],
    events: slots.flatMap((slot) => slot.events),
    files: snapshots.map((snapshot) => snapshot.account),
    deadLetters: snapshots.flatMap((snapshot) => snapshot.deadLetters),
    sessionCounters: snapshots.flatMap((snapshot) => snapshot.counterReadings),
  };
}

function samplesIn(blocks: readonly SampleBlock[]): number {
  let samples = 0;
  for (const block of blocks) samples += block.count;
  return samples;
}
