/** One answer for all clients that ask the same of the same event: executed once, written as JSON once. */
import { execute, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import type { ApiContext } from './context.ts';
import { toSocketErrors } from './errors.ts';
import { questionKey } from './question-key.ts';

export interface Answer {
  readonly result: ExecutionResult;
  /** The result as JSON, and the brace that ends a socket's message. Made when it is first read. */
  readonly body: Buffer;
}

export interface AnswerGroupsOptions {
  /** What a client may see of an error. */
  readonly masked: (error: unknown) => GraphQLError;
  readonly onExecuted: () => void;
}

/** Those who ask the same. */
interface Group {
  readonly answers: WeakMap<object, Promise<Answer>>;
  members: number;
}

export interface Membership {
  /** The answer for an event. Events are told apart by identity, so that what one feed hands to many is one event. */
  answerTo(event: object): Promise<Answer>;
  leave(): void;
}

export class AnswerGroups {
  readonly #options: AnswerGroupsOptions;
  readonly #groups = new Map<string, Group>();

  constructor(options: AnswerGroupsOptions) {
    this.#options = options;
  }

  /** To be left by whoever joined. Answers are made on behalf of the first who needs one: those of a group may see the same. */
  join(args: ExecutionArgs): Membership {
    const key = questionKey(args);
    const group = this.#groups.get(key) ?? { answers: new WeakMap<object, Promise<Answer>>(), members: 0 };
    this.#groups.set(key, group);
    group.members += 1;
    let left = false;
    return {
      answerTo: (event) => {
        const known = group.answers.get(event);
        if (known !== undefined) return known;
        const answer = this.#execute(args, event);
        group.answers.set(event, answer);
        return answer;
      },
      leave: () => {
        if (left) return;
        left = true;
        group.members -= 1;
        if (group.members === 0) this.#groups.delete(key);
      },
    };
  }

  /** As graphql-js does it for one event of one client. Never rejects: an unexpected failure is an answer, too. */
  async #execute(args: ExecutionArgs, event: object): Promise<Answer> {
    const { masked, onExecuted } = this.#options;
    onExecuted();
    const contextValue = (args.contextValue as ApiContext).renewed();
    try {
      const { data = null, errors } = await execute({ ...args, rootValue: event, contextValue });
      return new LazyAnswer(errors === undefined ? { data } : { data, errors: errors.map(masked) });
    } catch (error) {
      return new LazyAnswer({ data: null, errors: [masked(error)] });
    }
  }
}

class LazyAnswer implements Answer {
  readonly result: ExecutionResult;
  #body: Buffer | null = null;

  constructor(result: ExecutionResult) {
    this.result = result;
  }

  get body(): Buffer {
    const { data, errors } = this.result;
    this.#body ??= Buffer.from(`${JSON.stringify({ data, errors: errors && toSocketErrors(errors) })}}`);
    return this.#body;
  }
}
