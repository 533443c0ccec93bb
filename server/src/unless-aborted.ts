/** Waits for an outcome, but no longer than a signal lets it. */

/** Null when the signal aborts first; then it makes no difference how the outcome turns out. */
export async function unlessAborted<Result>(outcome: Promise<Result>, signal: AbortSignal): Promise<Result | null> {
  outcome.catch(() => undefined);
  if (signal.aborted) return null;
  const aborted = Promise.withResolvers<null>();
  const onAbort = (): void => aborted.resolve(null);
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([outcome, aborted.promise]);
  } finally {
    // The signal may live as long as the process.
    signal.removeEventListener('abort', onAbort);
  }
}
