/**
 * Session records as columns, in the device's own units: what a decoder fills and normalise reads.
 * A record = one row of a snapshot: counters of one session at one moment.
 */
export interface SessionBatch {
  readonly capacity: number;
  /** Rows in use; the decoder sets it, the reader of the batch must be done before the next fill. */
  count: number;
  /** IdSession as a number: exact for up to 15 digits, otherwise a 53-bit hash of its bytes. */
  readonly session: Float64Array;
  /** Index into the `SubscriberDirectory`. */
  readonly subscriber: Uint32Array;
  /** Epoch seconds of the device's clock. */
  readonly startedAt: Uint32Array;
  /** 0 while the session is open. */
  readonly endedAt: Uint32Array;
  /** Age of the session when the counters were taken, seconds (`Duartion`). */
  readonly ageSeconds: Uint32Array;
  /** In the device's unit; may be negative as given. */
  readonly upCounter: Float64Array;
  readonly downCounter: Float64Array;
  /** 1-based line in the file. */
  readonly line: Uint32Array;
}

export function createSessionBatch(capacity: number): SessionBatch {
  return {
    capacity,
    count: 0,
    session: new Float64Array(capacity),
    subscriber: new Uint32Array(capacity),
    startedAt: new Uint32Array(capacity),
    endedAt: new Uint32Array(capacity),
    ageSeconds: new Uint32Array(capacity),
    upCounter: new Float64Array(capacity),
    downCounter: new Float64Array(capacity),
    line: new Uint32Array(capacity),
  };
}

/** Appends a row of another batch to one that has room for it. */
export function copyRow(from: SessionBatch, row: number, to: SessionBatch): void {
  const next = to.count++;
  to.session[next] = from.session[row]!;
  to.subscriber[next] = from.subscriber[row]!;
  to.startedAt[next] = from.startedAt[row]!;
  to.endedAt[next] = from.endedAt[row]!;
  to.ageSeconds[next] = from.ageSeconds[row]!;
  to.upCounter[next] = from.upCounter[row]!;
  to.downCounter[next] = from.downCounter[row]!;
  to.line[next] = from.line[row]!;
}

/** The rows that are left without those of some subscribers; `onLeftOut` is told of each that is not. */
export function withoutSubscribers(
  batch: SessionBatch,
  isLeftOut: (subscriber: number) => boolean,
  onLeftOut: (line: number) => void,
): SessionBatch {
  const left = createSessionBatch(batch.count);
  for (let row = 0; row < batch.count; row++) {
    if (isLeftOut(batch.subscriber[row]!)) onLeftOut(batch.line[row]!);
    else copyRow(batch, row, left);
  }
  return left;
}

/** The rows in use, in arrays of their own. */
export function copyOfBatch(batch: SessionBatch): SessionBatch {
  const { count } = batch;
  return {
    capacity: count,
    count,
    session: batch.session.slice(0, count),
    subscriber: batch.subscriber.slice(0, count),
    startedAt: batch.startedAt.slice(0, count),
    endedAt: batch.endedAt.slice(0, count),
    ageSeconds: batch.ageSeconds.slice(0, count),
    upCounter: batch.upCounter.slice(0, count),
    downCounter: batch.downCounter.slice(0, count),
    line: batch.line.slice(0, count),
  };
}
