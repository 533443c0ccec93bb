/**
 * Decides when a checkpoint is made. The state is copied at the border of a slot, waits until history has that slot, and
 * is then written beside ingest: a checkpoint is never ahead of history, and there is never more than one on its way.
 */
import type { SavedState } from '../domain/saved-state.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { CheckpointIdentity } from './checkpoint.ts';
import type { CheckpointStore } from './checkpoint-file.ts';

export interface CheckpointKeeperOptions {
  readonly store: CheckpointStore;
  readonly onWritten: (closedThrough: EpochSeconds, bytes: number, seconds: number) => void;
  /** The checkpoint before is still there; another try is made with a later slot. */
  readonly onFault: (fault: Error) => void;
  /** Monotonic clock, milliseconds. */
  readonly now: () => number;
}

interface Captured {
  readonly closedThrough: EpochSeconds;
  readonly state: SavedState;
}

/** An hour of slots of ten minutes: a start has at most so many to judge again, and those that were closing. */
export const slotsBetweenCheckpoints = 6;
/** While catching up, six slots pass in a moment. */
const leastMsBetweenCheckpoints = 10_000;

export class CheckpointKeeper {
  readonly #options: CheckpointKeeperOptions;
  #identity: CheckpointIdentity | null = null;
  #slotsSince = 0;
  #lastMs: number;
  /** Newest slot that a checkpoint has, or will have. */
  #covered: EpochSeconds = -Infinity;
  #captured: Captured | null = null;
  #writing: Promise<void> | null = null;

  constructor(options: CheckpointKeeperOptions) {
    this.#options = options;
    this.#lastMs = options.now();
  }

  /** Call before the first slot: what the checkpoints will belong to, and the slot that the one found has seen, if it is used. */
  begin(identity: CheckpointIdentity, covered: EpochSeconds | null): void {
    this.#identity = identity;
    this.#covered = covered ?? -Infinity;
  }

  /** A slot has been judged; `save` gives the state after it. */
  slotJudged(closedThrough: EpochSeconds, save: () => SavedState): void {
    this.#slotsSince++;
    if (this.#slotsSince < slotsBetweenCheckpoints || this.#captured !== null || this.#writing !== null) return;
    if (this.#options.now() - this.#lastMs < leastMsBetweenCheckpoints) return;
    this.#capture(closedThrough, save);
  }

  /** History has everything up to this slot. */
  committed(closedThrough: EpochSeconds): void {
    const captured = this.#captured;
    if (captured === null || captured.closedThrough > closedThrough || this.#writing !== null) return;
    this.#captured = null;
    this.#writing = this.#write(captured).finally(() => (this.#writing = null));
  }

  /** What was copied and what was written has something that is to be forgotten; the next ones belong to `identity`. Resolves when neither is there. */
  async discard(identity: CheckpointIdentity): Promise<void> {
    this.#identity = identity;
    this.#captured = null;
    await this.#writing;
    await this.#options.store.remove();
    this.#covered = -Infinity;
  }

  /** The last one, when history has all that was judged; `save` gives the state then. Resolves when nothing is being written. */
  async finish(judged: EpochSeconds | null, committed: EpochSeconds | null, save: () => SavedState): Promise<void> {
    await this.#writing;
    if (judged === null || committed === null || judged > committed || judged <= this.#covered) return;
    this.#capture(judged, save);
    this.committed(committed);
    await this.#writing;
  }

  #capture(closedThrough: EpochSeconds, save: () => SavedState): void {
    this.#captured = { closedThrough, state: save() };
    this.#covered = closedThrough;
    this.#slotsSince = 0;
    this.#lastMs = this.#options.now();
  }

  /** Never rejects. */
  async #write(captured: Captured): Promise<void> {
    const { store, onWritten, onFault, now } = this.#options;
    if (this.#identity === null) return;
    const begun = now();
    try {
      const bytes = await store.write({ ...this.#identity, ...captured });
      onWritten(captured.closedThrough, bytes, (now() - begun) / 1000);
    } catch (error) {
      this.#covered = -Infinity;
      onFault(error as Error);
    }
  }
}
