/** A bounded queue between one publisher and one listener, read as an async iterator. */
import { SlowConsumerError, type OverflowPolicy, type Stream, type SubscribeOptions } from './feed.ts';

/**
 * Most messages that may wait for a listener with `close` that reads, but slower than they come, besides those of
 * the newest publish. They are shared among the listeners: a queue holds but references.
 */
const mostForAReader = 10_000;

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Bounds and policy are those of `SubscribeOptions`. */
export class BoundedQueue<Message> implements Stream<Message> {
  readonly #capacity: number;
  readonly #overflow: OverflowPolicy;
  readonly #passes: (message: Message) => boolean;
  readonly #onEnd: () => void;
  readonly #waiting: ((step: IteratorResult<Message, undefined>) => void)[] = [];
  #queued: Message[] = [];
  #tookSincePublish = true;
  #ended = false;
  #failure: SlowConsumerError | null = null;

  /** `onEnd` is called once: when the listener leaves, when it was too slow, or by `end`. */
  constructor({ capacity, overflow, filter = () => true }: SubscribeOptions<Message>, onEnd: () => void) {
    this.#capacity = capacity;
    this.#overflow = overflow;
    this.#passes = filter;
    this.#onEnd = onEnd;
  }

  /** Takes the messages of one publish, those that pass. Gives how many messages were lost by it. */
  push(published: readonly Message[]): number {
    if (this.#ended) return 0;
    const messages = published.filter(this.#passes);
    if (messages.length === 0) return 0;
    if (this.#overflow === 'close' && this.#isTooSlow()) return this.#close() + messages.length;
    this.#tookSincePublish = false;
    for (const message of messages) this.#hand(message);
    const lost = this.#overflow === 'drop-oldest' ? Math.max(0, this.#queued.length - this.#capacity) : 0;
    this.#queued.splice(0, lost);
    return lost;
  }

  /** What waits is still read; then the iterator is done. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const resolve of this.#waiting.splice(0)) resolve(done);
    this.#onEnd();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  takeNow(): Message | undefined {
    const message = this.#queued.shift();
    if (message !== undefined) this.#tookSincePublish = true;
    return message;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    if (this.#queued.length > 0) {
      this.#tookSincePublish = true;
      return Promise.resolve({ done: false, value: this.#queued.shift() as Message });
    }
    if (this.#failure) {
      const error = this.#failure;
      this.#failure = null;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve(done);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<Message, undefined>> {
    this.#queued = [];
    this.#failure = null;
    this.end();
    return Promise.resolve(done);
  }

  /** By what still waits from earlier publishes: nobody can take anything in the middle of one. */
  #isTooSlow(): boolean {
    const waiting = this.#queued.length;
    return waiting > mostForAReader || (waiting > this.#capacity && !this.#tookSincePublish);
  }

  /** Gives how many messages waited: all of them are lost. */
  #close(): number {
    const lost = this.#queued.length;
    this.#failure = new SlowConsumerError(this.#capacity);
    this.#queued = [];
    this.end();
    return lost;
  }

  #hand(message: Message): void {
    const resolve = this.#waiting.shift();
    if (resolve === undefined) {
      this.#queued.push(message);
      return;
    }
    this.#tookSincePublish = true;
    resolve({ done: false, value: message });
  }
}
