/** Cursors of the lists of rows: sealed with the question they belong to, so that another question's is refused. */
import type { Sealer } from '../graphql/sealed-text.ts';
import { parameterProblem } from '../http/problem.ts';

export interface Cursors<Key> {
  seal(key: Key): string;
  /** Undefined for no cursor; throws BAD_CURSOR for one that `seal` did not make for this question. */
  open(cursor: string | undefined): Key | undefined;
}

/** `question` is all that decides which rows there are, and in which order. */
export function cursorsOf<Key>(sealer: Sealer, question: readonly unknown[]): Cursors<Key> {
  const purpose = `rest cursor ${JSON.stringify(question)}`;
  return {
    seal: (key) => sealer.seal(purpose, JSON.stringify(key)),
    open(cursor) {
      if (cursor === undefined) return undefined;
      const text = sealer.open(purpose, cursor);
      if (text !== null) return JSON.parse(text) as Key;
      const detail =
        'The query parameter "cursor" is not a cursor of this list; expected one from its Link header, with the other parameters as they were';
      throw parameterProblem([{ parameter: 'cursor', code: 'BAD_CURSOR', detail }]);
    },
  };
}
