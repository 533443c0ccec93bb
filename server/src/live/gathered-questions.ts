/** Asks equal questions once for all who wait, and never gives anybody an answer that was begun before he asked. */

interface Gathered<Answer> {
  begun: boolean;
  answer: Promise<Answer>;
}

export class GatheredQuestions<Answer> {
  readonly #newest = new Map<string, Gathered<Answer>>();

  /** While one is under way, all who come wait together for the next. Equal keys must mean equal questions. */
  ask(key: string, question: () => Promise<Answer>): Promise<Answer> {
    const current = this.#newest.get(key);
    if (current !== undefined && !current.begun) return current.answer;
    const before: Promise<unknown> = current?.answer.catch(() => undefined) ?? Promise.resolve();
    const gathered: Gathered<Answer> = {
      begun: false,
      answer: before
        .then(() => {
          gathered.begun = true;
          return question();
        })
        .finally(() => {
          if (this.#newest.get(key) === gathered) this.#newest.delete(key);
        }),
    };
    this.#newest.set(key, gathered);
    return gathered.answer;
  }
}
