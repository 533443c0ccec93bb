/**
 * How long what is read of history may take, for whoever asks: it goes with the work, through loaders and readers, as a trace
 * does, so that none of them can forget to hand it on. Nothing that is written heeds it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface ReadingTime {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly limitMs: number;
}

const current = new AsyncLocalStorage<ReadingTime | null>();

/** All that `work` reads, also what it begins and does not wait for. */
export const readingWithin = <Result>(time: ReadingTime, work: () => Result): Result => current.run(time, work);

/** For work that is begun by a request and outlives it. */
export const readingAtLeisure = <Result>(work: () => Result): Result => current.run(null, work);

/** Null when there is no limit. Throws the reason of the signal when the time is over. */
export function readingTime(): ReadingTime | null {
  const time = current.getStore() ?? null;
  time?.signal.throwIfAborted();
  return time;
}

/** What the engine itself holds to, somewhat later than whoever waits gives up: seconds. */
export const engineSeconds = ({ limitMs }: ReadingTime): number => Math.ceil(limitMs / 1000) + 1;
