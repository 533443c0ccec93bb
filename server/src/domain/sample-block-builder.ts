/** Gathers the samples of one device and slot: several sessions of a subscriber become one sample, a repeated session counts once. */
import { grownTo } from './grown-array.ts';
import type { SampleBlock } from './sample.ts';

export class SampleBlockBuilder {
  count = 0;
  #subscriber = new Uint32Array(256);
  #seconds = new Uint16Array(256);
  #upBytes = new Float64Array(256);
  #downBytes = new Float64Array(256);
  #session = new Float64Array(256);
  #startedAt = new Uint32Array(256);
  /** Sparse set: a subscriber's position is valid when it lies below `count` and points back at him. Never cleared. */
  #position = new Uint32Array(1024);
  /** Sessions beyond the first of a subscriber, by position, as (session, startedAt) pairs. Rare: 1.4 % of rows. */
  readonly #furtherSessions = new Map<number, number[]>();

  clear(): void {
    this.count = 0;
    this.#furtherSessions.clear();
  }

  /** False when this session of the subscriber was added before: the row counts once. */
  add(
    subscriber: number,
    session: number,
    startedAt: number,
    seconds: number,
    upBytes: number,
    downBytes: number,
    maxSeconds: number,
  ): boolean {
    if (subscriber >= this.#position.length) this.#growPositions(subscriber);
    const position = this.#position[subscriber]!;
    if (position < this.count && this.#subscriber[position] === subscriber) {
      if (this.#isRepeated(position, session, startedAt)) return false;
      this.#seconds[position] = Math.min(this.#seconds[position]! + seconds, maxSeconds);
      this.#upBytes[position]! += upBytes;
      this.#downBytes[position]! += downBytes;
      return true;
    }
    if (this.count === this.#subscriber.length) this.#growColumns();
    const at = this.count++;
    this.#position[subscriber] = at;
    this.#subscriber[at] = subscriber;
    this.#session[at] = session;
    this.#startedAt[at] = startedAt;
    this.#seconds[at] = seconds;
    this.#upBytes[at] = upBytes;
    this.#downBytes[at] = downBytes;
    return true;
  }

  /** The samples so far, in arrays of their own. */
  build(device: string, slotStart: number, reportedAt: number): SampleBlock {
    const { count } = this;
    return {
      device,
      slotStart,
      reportedAt,
      late: false,
      count,
      subscriber: this.#subscriber.slice(0, count),
      seconds: this.#seconds.slice(0, count),
      upBytes: this.#upBytes.slice(0, count),
      downBytes: this.#downBytes.slice(0, count),
    };
  }

  #isRepeated(position: number, session: number, startedAt: number): boolean {
    if (this.#session[position] === session && this.#startedAt[position] === startedAt) return true;
    const further = this.#furtherSessions.get(position);
    if (further === undefined) {
      this.#furtherSessions.set(position, [session, startedAt]);
      return false;
    }
    for (let i = 0; i < further.length; i += 2) if (further[i] === session && further[i + 1] === startedAt) return true;
    further.push(session, startedAt);
    return false;
  }

  #growPositions(subscriber: number): void {
    this.#position = grownTo(this.#position, Math.max(subscriber + 1, this.#position.length * 2));
  }

  #growColumns(): void {
    const capacity = this.#subscriber.length * 2;
    this.#subscriber = grownTo(this.#subscriber, capacity);
    this.#seconds = grownTo(this.#seconds, capacity);
    this.#upBytes = grownTo(this.#upBytes, capacity);
    this.#downBytes = grownTo(this.#downBytes, capacity);
    this.#session = grownTo(this.#session, capacity);
    this.#startedAt = grownTo(this.#startedAt, capacity);
  }
}
