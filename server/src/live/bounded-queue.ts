/** A bounded queue between one publisher and one listener, read as an async iterator. */
import { SlowConsumerError, type SubscribeOptions } from './feed.ts';

export interface BoundedQueue<Message> {
  /** Gives how many messages were lost by it: 0 or 1 for `drop-oldest`, all that waited when `close` ended the queue. */
  push(message: Message): number;
  /** What waits is still read; then the iterator is done. */
  end(): void;
  readonly messages: AsyncIterableIterator<Message>;
}

/** `onEnd` is called once: when the listener leaves, when it was too slow, or by `end`. */
export function createBoundedQueue<Message>(
  { capacity, overflow }: SubscribeOptions,
  onEnd: () => void,
): BoundedQueue<Message> {
  const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
  const waiting: ((step: IteratorResult<Message>) => void)[] = [];
  let queued: Message[] = [];
  let ended = false;
  let failure: SlowConsumerError | null = null;

  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(done);
    onEnd();
  };

  const push = (message: Message): number => {
    if (ended) return 0;
    const resolve = waiting.shift();
    if (resolve) {
      resolve({ done: false, value: message });
      return 0;
    }
    if (queued.length < capacity) {
      queued.push(message);
      return 0;
    }
    if (overflow === 'drop-oldest') {
      queued.shift();
      queued.push(message);
      return 1;
    }
    failure = new SlowConsumerError(capacity);
    queued = [];
    end();
    return capacity + 1;
  };

  const messages: AsyncIterableIterator<Message> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (queued.length > 0) return Promise.resolve({ done: false, value: queued.shift() as Message });
      if (failure) {
        const error = failure;
        failure = null;
        return Promise.reject(error);
      }
      if (ended) return Promise.resolve(done);
      return new Promise((resolve) => waiting.push(resolve));
    },
    return() {
      queued = [];
      failure = null;
      end();
      return Promise.resolve(done);
    },
  };
  return { push, end, messages };
}
