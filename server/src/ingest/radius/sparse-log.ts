/** Lines of the log that could come thousands of times a second: each kind is told at most once a minute, with how often it came. */

/** What of a pino logger it uses. */
export interface SparseLogDestination {
  warn(details: object, message: string): void;
}

const quietMs = 60_000;

export class SparseLog {
  readonly #log: SparseLogDestination;
  /** Milliseconds of a clock that does not jump. */
  readonly #now: () => number;
  readonly #kinds = new Map<string, { untilMs: number; times: number }>();

  constructor(log: SparseLogDestination, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** The message is the kind: of few, and without what changes from time to time, which belongs in `details`. */
  warn(details: object, message: string, times = 1): void {
    const now = this.#now();
    const kind = this.#kinds.get(message) ?? { untilMs: -Infinity, times: 0 };
    this.#kinds.set(message, kind);
    kind.times += times;
    if (now < kind.untilMs) return;
    this.#log.warn({ ...details, times: kind.times }, message);
    kind.times = 0;
    kind.untilMs = now + quietMs;
  }
}
