/** Starts the parts of a process one after another, and stops those that were started the other way round. A stop may come at any time. */
import type { App } from '../app.ts';

export interface Part {
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}

export class PartsInOrder implements App {
  readonly #parts: readonly Part[];
  readonly #url: () => string;
  readonly #firstToken: App['firstToken'];
  readonly #started: Part[] = [];
  #starting: Promise<unknown> = Promise.resolve();
  #stopping: Promise<void> | null = null;

  /** `url` is asked when all are started; `firstToken` is of a process where somebody can make accounts. */
  constructor(parts: readonly Part[], url: () => string, firstToken: App['firstToken'] = async () => null) {
    this.#parts = parts;
    this.#url = url;
    this.#firstToken = firstToken;
  }

  /** Call once. Rejects with what a part says; then those before it are to be stopped. */
  start(): Promise<{ url: string } | null> {
    const starting = this.#start();
    // Whoever called sees the error; the stop only waits for the end.
    this.#starting = starting.catch(() => undefined);
    return starting;
  }

  firstToken(): Promise<string | null> {
    return this.#firstToken();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<{ url: string } | null> {
    for (const part of this.#parts) {
      if (this.#isStopping()) return null;
      await part.start();
      this.#started.push(part);
    }
    return this.#isStopping() ? null : { url: this.#url() };
  }

  /** A method, since the compiler would take a field for unchanged across an await. */
  #isStopping(): boolean {
    return this.#stopping !== null;
  }

  async #stop(): Promise<void> {
    await this.#starting;
    for (const part of this.#started.toReversed()) await part.stop();
  }
}
