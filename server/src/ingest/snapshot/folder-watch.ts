/**
 * Waits until a name comes into a folder or leaves it, or for a while. The system's word is a hint and no more: file systems
 * of a network don't tell what other machines do, so whoever waits looks at the folder in any case.
 */
import { watch, type FSWatcher } from 'node:fs';

/** A folder of the same name may have taken the place of the one that is watched. */
const renewedAfterMs = 60_000;

export class FolderWatch {
  readonly #directory: string;
  #watcher: FSWatcher | null = null;
  #watchedSinceMs = 0;
  #hasChanged = false;
  #wake: (() => void) | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Call before the folder is looked at, so that nothing comes between. `nowMs` of a clock that does not jump. */
  begin(nowMs: number): void {
    this.#hasChanged = false;
    if (this.#watcher !== null && nowMs - this.#watchedSinceMs < renewedAfterMs) return;
    const before = this.#watcher;
    this.#watcher = this.#open();
    this.#watchedSinceMs = nowMs;
    before?.close();
  }

  /** Resolves when something has changed since `begin`, after `mostMs` at the latest, or when aborted. */
  async wait(mostMs: number, signal: AbortSignal): Promise<void> {
    if (this.#hasChanged || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    this.#wake = wake;
    const timer = setTimeout(wake, mostMs);
    signal.addEventListener('abort', wake);
    await promise;
    signal.removeEventListener('abort', wake);
    clearTimeout(timer);
    this.#wake = null;
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = null;
  }

  /** Null where there is nothing to watch, or no watch to be had. */
  #open(): FSWatcher | null {
    try {
      // What is written to a file ('change') does not make it complete.
      const watcher = watch(this.#directory, (event) => event === 'rename' && this.#changed());
      return watcher.on('error', () => this.#lose(watcher));
    } catch {
      return null;
    }
  }

  #changed(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }

  #lose(watcher: FSWatcher): void {
    watcher.close();
    if (this.#watcher === watcher) this.#watcher = null;
  }
}
