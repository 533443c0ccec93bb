/** Commits one after another: number, rows, roll-up, and the marker last. What else must not happen amid one takes its turn here. */
import type { EpochSeconds } from '../domain/traffic.ts';
import { checkSlotLength, CommitsTakenOver, newestMarker, writeMarker } from './commit-log.ts';
import type { Marker } from './commit-log.ts';
import type { CommitWriter } from './commit-writer.ts';
import { Turns, type Commits } from './commits.ts';
import { discardAfter } from './discard.ts';
import { always, type Engine } from './engine.ts';
import type { Commit } from './history.ts';
import { hoursToRollUp, rolledUpTo, rollUp } from './roll-up.ts';

export class CommitSequence extends Turns implements Commits {
  readonly #engine: Engine;
  readonly #writer: CommitWriter;
  readonly #slotSeconds: number;
  #marker: Marker;
  /** The commit that failed last: what it wrote must not become part of another one. */
  #failed: Commit | null = null;

  private constructor(engine: Engine, writer: CommitWriter, slotSeconds: number, marker: Marker) {
    super();
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
    checkSlotLength(marker, slotSeconds);
    const discardedRows = await discardAfter(engine, marker.commit, rolledUpTo(marker.closedThrough, slotSeconds));
    return { sequence: new CommitSequence(engine, writer, slotSeconds, marker), discardedRows };
  }

  closedThrough(): Promise<EpochSeconds | null> {
    return Promise.resolve(this.#marker.closedThrough);
  }

  /**
   * Commits wait for each other. After one that threw, the next may be the same once more or another: what the
   * failed one left is discarded, unless all of it was written and only the answer was lost.
   */
  commit(commit: Commit): Promise<void> {
    return this.inTurn(() => this.#writeNext(commit));
  }

  async #writeNext(commit: Commit): Promise<void> {
    const failed = this.#failed;
    const wasFinished = await this.#catchUp();
    this.#failed = null;
    if (wasFinished && commit === failed) return;
    try {
      await this.#write(commit);
    } catch (error) {
      this.#failed = commit;
      throw error;
    }
  }

  /** True when the commit that failed is in history after all. Throws when another process has written to it. */
  async #catchUp(): Promise<boolean> {
    const known = this.#marker.commit;
    const newest = await newestMarker(this.#engine);
    const wasFinished = this.#failed !== null && newest.commit === known + 1;
    if (newest.commit !== known && !wasFinished) {
      if (this.#engine.mayWrite !== always) throw new CommitsTakenOver();
      throw new Error(
        `History has commit ${newest.commit} where ${known} was the last: another process writes to it. ` +
          'Stop one of the two',
      );
    }
    this.#marker = newest;
    if (this.#failed !== null && !wasFinished) {
      await discardAfter(this.#engine, known, rolledUpTo(newest.closedThrough, this.#slotSeconds));
    }
    return wasFinished;
  }

  async #write(commit: Commit): Promise<void> {
    const before = this.#marker;
    const next: Marker = {
      commit: before.commit + 1,
      closedThrough: Math.max(commit.closedThrough, before.closedThrough ?? 0),
      slotSeconds: this.#slotSeconds,
    };
    const corrected = await this.#writer.write(commit, next.commit);
    const [from, to] = [before, next].map(({ closedThrough }) => rolledUpTo(closedThrough, this.#slotSeconds));
    const slots = [...commit.blocks.map(({ slotStart }) => slotStart), ...corrected];
    for (const range of hoursToRollUp(slots, from!, to!)) await rollUp(this.#engine, next.commit, range);
    await writeMarker(this.#engine, next);
    this.#marker = next;
  }
}
