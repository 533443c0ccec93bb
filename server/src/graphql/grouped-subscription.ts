/** A subscription whose events are the client's own, and whose answers are shared with all that ask the same. */
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Stream } from '../live/feed.ts';
import type { ErrorMask } from './error-mask.ts';
import type { Answer, Membership, AnswerGroups } from './answer-groups.ts';
import { overflowAsClientError } from './slow-consumer.ts';

/** Answers as they come, those together that came at the same time. */
export type Answers = AsyncIterableIterator<readonly Answer[], undefined>;

/** Most events of one client whose answers are made at the same time. */
const mostAtOnce = 32;

/** The answers; or, when the subscription could not begin, the result that says why. */
export async function subscribeGrouped(
  args: ExecutionArgs,
  groups: AnswerGroups,
  masked: ErrorMask,
): Promise<Answers | ExecutionResult> {
  const events = await createSourceEventStream(args);
  if (!isAsyncIterable(events)) return { ...events, errors: (events.errors ?? []).map(masked) };
  return new ClientAnswers(events[Symbol.asyncIterator]() as Stream<object>, groups.join(args));
}

class ClientAnswers implements Answers {
  readonly #events: Stream<object>;
  readonly #membership: Membership;

  constructor(events: Stream<object>, membership: Membership) {
    this.#events = events;
    this.#membership = membership;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<readonly Answer[], undefined>> {
    try {
      const step = await this.#events.next();
      if (!step.done) {
        const first = this.#membership.answerTo(step.value);
        const further = this.#answersThere();
        // Mostly it is one alone, and the way is short: it is gone for each client.
        const value = further.length === 0 ? [await first] : await Promise.all([first, ...further]);
        return { done: false, value };
      }
    } catch (error) {
      this.#membership.leave();
      throw overflowAsClientError(error);
    }
    this.#membership.leave();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<readonly Answer[], undefined>> {
    this.#membership.leave();
    await this.#events.return?.();
    return { done: true, value: undefined };
  }

  /** Those of events that are there already. */
  #answersThere(): Promise<Answer>[] {
    const answers: Promise<Answer>[] = [];
    while (answers.length < mostAtOnce) {
      const event = this.#events.takeNow?.();
      if (event === undefined) break;
      answers.push(this.#membership.answerTo(event));
    }
    return answers;
  }
}

/** Makes Yoga's own transport, the event stream over HTTP, share answers as well. */
export function useAnswerGroups(groups: AnswerGroups, masked: ErrorMask): Plugin {
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const answers = await subscribeGrouped(args, groups, masked);
        return isAsyncIterable(answers) ? new Results(answers) : answers;
      });
    },
  };
}

/** One result after the other, as Yoga takes them. */
class Results implements AsyncIterableIterator<ExecutionResult, undefined> {
  readonly #answers: Answers;
  #waiting: Answer[] = [];

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    if (this.#waiting.length === 0) {
      const step = await this.#answers.next();
      if (step.done) return step;
      this.#waiting = [...step.value];
    }
    return { done: false, value: this.#waiting.shift()!.result };
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#waiting = [];
    await this.#answers.return?.();
    return { done: true, value: undefined };
  }
}
