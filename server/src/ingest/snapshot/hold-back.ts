/** For how long a file that is still written to may hold back those after it. */

/** Longer than it takes to write a snapshot, shorter than a slot: a slow copy of an old archive must not stop the present. */
const longestHoldMs = 60_000;

export class HoldBack {
  /** Names of files that have held back the others for long enough. */
  readonly #passed = new Set<string>();
  #sinceMs: number | null = null;

  /** Whether the file, which is not complete, holds back those after it now. Once passed, it holds nothing back any more. */
  holds(name: string, nowMs: number): boolean {
    if (this.#passed.has(name)) return false;
    this.#sinceMs ??= nowMs;
    if (nowMs - this.#sinceMs < longestHoldMs) return true;
    this.#passed.add(name);
    return false;
  }

  /** Every file was looked at, none of them waited for: the next one to hold back has its full time. */
  release(): void {
    this.#sinceMs = null;
  }

  /** The file was read, or is gone. */
  forget(name: string): void {
    this.#passed.delete(name);
  }
}
