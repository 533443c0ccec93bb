/** A subscription whose events are the client's own, and whose answers are shared with all that ask the same. */
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Answer, Membership, SharedAnswers } from './shared-answers.ts';

export type Answers = AsyncIterableIterator<Answer, undefined>;

/** Answers as they come; or, when the subscription could not begin, the result that says why. */
export async function subscribeShared(
  args: ExecutionArgs,
  shared: SharedAnswers,
  masked: (error: unknown) => GraphQLError,
): Promise<Answers | ExecutionResult> {
  const events = await createSourceEventStream(args);
  if (!isAsyncIterable(events)) return { ...events, errors: (events.errors ?? []).map(masked) };
  return new ClientAnswers(events[Symbol.asyncIterator]() as AsyncIterator<object>, shared.join(args));
}

class ClientAnswers implements Answers {
  readonly #events: AsyncIterator<object>;
  readonly #membership: Membership;

  constructor(events: AsyncIterator<object>, membership: Membership) {
    this.#events = events;
    this.#membership = membership;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Answer, undefined>> {
    try {
      const step = await this.#events.next();
      if (!step.done) return { done: false, value: await this.#membership.answerTo(step.value) };
    } catch (error) {
      this.#membership.leave();
      throw error;
    }
    this.#membership.leave();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Answer, undefined>> {
    this.#membership.leave();
    await this.#events.return?.();
    return { done: true, value: undefined };
  }
}

/** Makes Yoga's own transport, the event stream over HTTP, share answers as well. */
export function useSharedAnswers(shared: SharedAnswers, masked: (error: unknown) => GraphQLError): Plugin {
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const answers = await subscribeShared(args, shared, masked);
        return isAsyncIterable(answers) ? resultsOf(answers) : answers;
      });
    },
  };
}

function resultsOf(answers: Answers): AsyncIterableIterator<ExecutionResult> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const step = await answers.next();
      return step.done ? step : { done: false, value: step.value.result };
    },
    return: async () => (await answers.return?.()) as IteratorReturnResult<undefined>,
  };
}
