/** What the rest of history needs of whoever makes the commits: this process, or another. */
import type { EpochSeconds } from '../domain/traffic.ts';
import { newestMarker } from './commit-log.ts';
import type { Engine } from './engine.ts';
import type { Commit } from './history.ts';

export interface Commits {
  closedThrough(): Promise<EpochSeconds | null>;
  commit(commit: Commit): Promise<void>;
  /** Does the work when everything before it is done; what comes later waits until it is. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way; never rejects. */
  settled(): Promise<void>;
}

/** One after another. */
export class Turns {
  #previous: Promise<void> = Promise.resolve();

  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const outcome = this.#previous.then(work);
    this.#previous = outcome.then(
      () => undefined,
      () => undefined,
    );
    return outcome;
  }

  settled(): Promise<void> {
    return this.#previous;
  }
}

/** Another process makes them; where it is, the marker says. */
export class CommitsOfAnother extends Turns implements Commits {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    super();
    this.#engine = engine;
  }

  async closedThrough(): Promise<EpochSeconds | null> {
    return (await newestMarker(this.#engine)).closedThrough;
  }

  commit(): Promise<void> {
    return Promise.reject(new Error('Another process makes the commits of this history'));
  }
}
