/** Tells whether a file is complete: nobody has written to it for a while, by its own time or by what was seen of it. */
import { stateOf, type FileState } from './file-state.ts';

export class CompletionCheck {
  readonly #settledAfterMs: number;
  readonly #seen = new Map<string, { readonly state: string; readonly sinceMs: number }>();

  constructor(settledAfterMs: number) {
    this.#settledAfterMs = settledAfterMs;
  }

  /** A file that was renamed in keeps the time it was written, and is complete at first sight. */
  isComplete(name: string, found: FileState, nowMs: number): boolean {
    const state = stateOf(found);
    const seen = this.#seen.get(name);
    const sinceMs = seen?.state === state ? seen.sinceMs : nowMs;
    // The second way is for a file system whose clock runs ahead of ours.
    if (nowMs - found.mtimeMs >= this.#settledAfterMs || nowMs - sinceMs >= this.#settledAfterMs) {
      this.#seen.delete(name);
      return true;
    }
    this.#seen.set(name, { state, sinceMs });
    return false;
  }
}
