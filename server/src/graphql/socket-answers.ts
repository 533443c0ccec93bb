/** Sends the answers of one subscription over its WebSocket, the text that all share with the client's own id before it. */
import type { Answer } from './answer-groups.ts';
import type { Answers } from './grouped-subscription.ts';
import type { SocketWriter } from './socket-writer.ts';

const bodyOf = ({ body }: Answer): Buffer => body;

/**
 * To graphql-ws a stream of results that never has one: they go past it, since it would write each anew for every
 * client. It still does the rest: `complete` when the answers are done, `error` when they fail, and `return` when the client leaves.
 */
export class SocketAnswers implements AsyncIterableIterator<never, undefined> {
  readonly #answers: Answers;
  readonly #writer: SocketWriter;
  readonly #head: Buffer;

  constructor(answers: Answers, writer: SocketWriter, id: string) {
    this.#answers = answers;
    this.#writer = writer;
    this.#head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Ends when the answers do. */
  async next(): Promise<IteratorReturnResult<undefined>> {
    for (;;) {
      const step = await this.#answers.next();
      if (step.done) return step;
      const room = this.#writer.writeFrames(this.#head, step.value.map(bodyOf));
      if (room !== null) await room;
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.#answers.return?.();
    return { done: true, value: undefined };
  }
}
