/**
 * Between the closed slots and history: gathers slots into few, large commits, keeps one commit in flight, and makes
 * the source wait when history can't keep up. A commit that fails is tried again until it succeeds or the queue stops:
 * commits replace themselves, so trying twice does no harm, and nothing that was closed is lost.
 */
import type { DeadLetter } from './domain/dead-letter.ts';
import type { JudgedSlot } from './slot-judge.ts';
import type { TakenSnapshot } from './intake.ts';
import type { Commit, HistoryWriter } from './history/history.ts';
import { blockTotals } from './domain/slot-totals.ts';

export interface CommitQueueOptions {
  readonly history: HistoryWriter;
  /** A commit is begun when this many samples wait; twice as many make the source wait. */
  readonly samplesPerCommit: number;
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
  #snapshots: TakenSnapshot[] = [];
  #slots: JudgedSlot[] = [];
  #samples = 0;
  #inFlight: Promise<void> | null = null;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /** A snapshot is written with the commit that closes its slot, so that it is read again if that never happens. */
  addSnapshot(snapshot: TakenSnapshot): void {
    this.#snapshots.push(snapshot);
  }

  addSlot(slot: JudgedSlot): void {
    this.#slots.push(slot);
    for (const block of slot.blocks) this.#samples += block.count;
  }

  /** Resolves when there is room for more. */
  async makeRoom(): Promise<void> {
    if (this.#samples >= this.#options.samplesPerCommit) this.#begin();
    while (this.#samples >= 2 * this.#options.samplesPerCommit && this.#inFlight !== null) await this.#inFlight;
  }

  /** Resolves when everything that can be written is in history. */
  async flush(): Promise<void> {
    while ((this.#inFlight !== null || this.#slots.length > 0) && !this.#stopping.signal.aborted) {
      this.#begin();
      await this.#inFlight;
    }
  }

  /** Ends at once but for a commit in flight; what was not written is read again by the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#inFlight;
  }

  /** Begins a commit unless one is in flight, or the queue has stopped. */
  #begin(): void {
    if (this.#inFlight !== null || this.#stopping.signal.aborted) return;
    const slots = this.#slots;
    const commit = this.#takeCommit(slots);
    this.#slots = [];
    this.#samples = 0;
    this.#inFlight = this.#write(commit, slots).finally(() => {
      this.#inFlight = null;
      if (this.#samples >= this.#options.samplesPerCommit) this.#begin();
    });
  }

  #takeCommit(slots: readonly JudgedSlot[]): Commit {
    const closedThrough = slots.at(-1)!.slotStart;
    const ready = this.#snapshots.filter((snapshot) => snapshot.slotStart <= closedThrough);
    this.#snapshots = this.#snapshots.filter((snapshot) => snapshot.slotStart > closedThrough);
    const lateBlocks = ready.flatMap((snapshot) => snapshot.lateBlocks);
    return {
      closedThrough,
      blocks: [...slots.flatMap((slot) => slot.blocks), ...lateBlocks],
      totals: [...slots.flatMap((slot) => slot.totals), ...lateBlocks.map(blockTotals)],
      events: slots.flatMap((slot) => slot.events),
      files: ready.map((snapshot) => snapshot.account),
      deadLetters: ready.flatMap((snapshot): readonly DeadLetter[] => snapshot.deadLetters),
      sessionCounters: ready.flatMap((snapshot) => snapshot.counterReadings),
    };
  }

  async #write(commit: Commit, slots: readonly JudgedSlot[]): Promise<void> {
    const { signal } = this.#stopping;
    for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      const begun = this.#options.now();
      try {
        await this.#options.history.commit(commit);
        this.#options.onCommitted(slots, commit, (this.#options.now() - begun) / 1000);
        return;
      } catch (error) {
        this.#options.onFault(error as Error);
      }
      await this.#options.wait(waitMs, signal);
      if (signal.aborted) return;
    }
  }
}
