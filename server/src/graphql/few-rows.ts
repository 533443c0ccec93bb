/** The argument `first` of short lists that are not paged: the best few of a ranking. */
import { builder } from './builder.ts';
import { clientError } from './errors.ts';

export const mostRows = 50;

/** The argument, fresh for one field. */
export const fewRowsArgument = (what: string, defaultValue: number) =>
  builder.args((t) => ({
    first: t.int({
      required: true,
      defaultValue,
      description: `How many ${what}: 1 to ${mostRows}, more is the error PAGE_TOO_LARGE.`,
    }),
  }));

/** Throws BAD_USER_INPUT or PAGE_TOO_LARGE. */
export function checkFewRows(first: number): number {
  if (first < 1) throw clientError('BAD_USER_INPUT', `The argument "first" is ${first}; expected 1 to ${mostRows}`);
  if (first <= mostRows) return first;
  throw clientError('PAGE_TOO_LARGE', `The argument "first" is ${first}; this list has at most ${mostRows}`);
}
