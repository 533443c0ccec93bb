/** Commits one after another: number, rows, roll-up, and the marker last. */
import type { EpochSeconds } from '../domain/traffic.ts';
import { newestMarker, writeMarker } from './commit-log.ts';
import type { Marker } from './commit-log.ts';
import type { CommitWriter } from './commit-writer.ts';
import { discardAfter } from './discard.ts';
import type { Engine } from './engine.ts';
import type { Commit } from './history.ts';
import { hoursToRollUp, rolledUpTo, rollUp } from './roll-up.ts';

export class CommitSequence {
  readonly #engine: Engine;
  readonly #writer: CommitWriter;
  readonly #slotSeconds: number;
  #marker: Marker;
  /** True after a commit failed: what it wrote must not become part of the next one. */
  #hasUnfinished = false;
  #previous: Promise<void> = Promise.resolve();

  private constructor(engine: Engine, writer: CommitWriter, slotSeconds: number, marker: Marker) {
    this.#engine = engine;
    this.#writer = writer;
    this.#slotSeconds = slotSeconds;
    this.#marker = marker;
  }

  /**
   * Goes on after the newest marker; discards what lies beyond it and gives the number of rows discarded.
   * Throws when history was written with slots of another length.
   */
  static async resume(
    engine: Engine,
    writer: CommitWriter,
    slotSeconds: number,
  ): Promise<{ sequence: CommitSequence; discardedRows: number }> {
    const marker = await newestMarker(engine);
    if (marker.slotSeconds !== null && marker.slotSeconds !== slotSeconds) {
      throw new Error(
        `History was written with slots of ${marker.slotSeconds} s, and slots of ${slotSeconds} s are asked for: ` +
          'go on with the former, or begin a new history',
      );
    }
    const sequence = new CommitSequence(engine, writer, slotSeconds, marker);
    return { sequence, discardedRows: await sequence.#discard() };
  }

  get closedThrough(): EpochSeconds | null {
    return this.#marker.closedThrough;
  }

  /** Commits wait for each other. A commit that throws is discarded before the next one, which may be the same again. */
  commit(commit: Commit): Promise<void> {
    const outcome = this.#previous.then(() => this.#write(commit));
    this.#previous = outcome.catch(() => undefined);
    return outcome;
  }

  /** Resolves when no commit is under way; never rejects. */
  settled(): Promise<void> {
    return this.#previous;
  }

  async #write(commit: Commit): Promise<void> {
    if (this.#hasUnfinished) await this.#discard();
    const before = this.#marker;
    const next: Marker = {
      commit: before.commit + 1,
      closedThrough: Math.max(commit.closedThrough, before.closedThrough ?? 0),
      slotSeconds: this.#slotSeconds,
    };
    this.#hasUnfinished = true;
    await this.#writer.write(commit, next.commit);
    const [from, to] = [before, next].map(({ closedThrough }) => rolledUpTo(closedThrough, this.#slotSeconds));
    const slots = commit.blocks.map(({ slotStart }) => slotStart);
    for (const range of hoursToRollUp(slots, from!, to!)) await rollUp(this.#engine, next.commit, range);
    await writeMarker(this.#engine, next);
    this.#marker = next;
    this.#hasUnfinished = false;
  }

  async #discard(): Promise<number> {
    const { commit, closedThrough } = this.#marker;
    const rows = await discardAfter(this.#engine, commit, rolledUpTo(closedThrough, this.#slotSeconds));
    this.#hasUnfinished = false;
    return rows;
  }
}
