/** Commits one after another: number, rows, roll-up, and the marker last. What else must not happen amid one takes its turn here. */
import type { EpochSeconds } from '../domain/traffic.ts';
import { checkSlotLength, CommitsTakenOver, newestMarker, writeMarker } from './commit-log.ts';
import type { Marker } from './commit-log.ts';
import type { CommitWriter } from './commit-writer.ts';
import { Turns, type Commits } from './commits.ts';
import { discardAfter } from './discard.ts';
import { always, type Engine } from './engine.ts';
import type { Commit } from './history.ts';
import { OpenHours, type ClosedHours } from './open-hours.ts';
import { hoursToRollUp, rolledUpTo, rollUp } from './roll-up.ts';

export class CommitSequence extends Turns implements Commits {
  readonly #engine: Engine;
  readonly #writer: CommitWriter;
  readonly #slotSeconds: number;
  #marker: Marker;
  /** Null when others may write to history as well. */
  readonly #openHours: OpenHours | null;
  /** The commit that failed last: what it wrote must not become part of another one. */
  #failed: Commit | null = null;

  private constructor(
    engine: Engine,
    writer: CommitWriter,
    slotSeconds: number,
    marker: Marker,
    openHours: OpenHours | null,
  ) {
    super();
    this.#engine = engine;
    this.#writer = writer;
    this.#slotSeconds = slotSeconds;
    this.#marker = marker;
    this.#openHours = openHours;
  }

  /**
   * Goes on after the newest marker; discards what lies beyond it and gives the number of rows discarded.
   * `alone`: nobody else writes to it. Throws when history was written with slots of another length.
   */
  static async resume(
    engine: Engine,
    writer: CommitWriter,
    slotSeconds: number,
    alone: boolean,
  ): Promise<{ sequence: CommitSequence; discardedRows: number }> {
    const marker = await newestMarker(engine);
    checkSlotLength(marker, slotSeconds);
    const discardedRows = await discardAfter(engine, marker.commit, rolledUpTo(marker.closedThrough, slotSeconds));
    const openHours = alone ? new OpenHours((marker.closedThrough ?? -slotSeconds) + slotSeconds) : null;
    return { sequence: new CommitSequence(engine, writer, slotSeconds, marker, openHours), discardedRows };
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
      this.#openHours?.forget();
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
    const { knownFrom, hours } = this.#hoursOf(commit, from!, to!);
    for (const range of hoursToRollUp(slots, from!, knownFrom)) await rollUp(this.#engine, next.commit, range);
    for (const [hour, sums] of hours) await this.#writer.writeHour(hour, sums, next.commit);
    await writeMarker(this.#engine, next);
    this.#marker = next;
  }

  /** The hours that end with the commit: up to `knownFrom` they are to be computed from samples. */
  #hoursOf({ blocks, corrections }: Commit, from: EpochSeconds, to: EpochSeconds): ClosedHours {
    if (this.#openHours === null) return { knownFrom: to, hours: [] };
    this.#openHours.add(blocks, from);
    if (corrections.length > 0) this.#openHours.forget();
    return this.#openHours.close(from, to);
  }
}
