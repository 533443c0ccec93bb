/** `from` and `to`, the stretch of time that a question is about. */
import * as v from 'valibot';
import { parseDateTime } from '../graphql/scalars.ts';
import type { TimeRange } from '../history/history.ts';
import { parameterProblem } from '../http/problem.ts';
import { badPart, single, type ParameterValues } from './parameters.ts';

export const allTime: TimeRange = { from: 0, to: 2 ** 32 - 1 };

/** RFC 3339 to seconds since 1970; the description of the API says date-time. */
export const toInstant = v.rawTransform<string, number>(({ dataset, addIssue, NEVER }) => {
  try {
    return parseDateTime(dataset.value);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    addIssue({ message: `${message.replace(/^.* is not a DateTime: /s, '')} (the + of an offset is written %2B)` });
    return NEVER;
  }
});
const instant = v.pipe(v.string(), toInstant);

export const timeParameters = (whatStarts: string) => ({
  from: single(`${whatStarts} at this moment or later: RFC 3339 with an offset, on the clock of the data.`, instant),
  to: single(`${whatStarts} before this moment, which does not belong to the range; later than \`from\`.`, instant),
});

/** Null when neither is given; one alone leaves the other end open. */
export function rangeOf({ from, to }: ParameterValues<ReturnType<typeof timeParameters>>): TimeRange | null {
  if (from === undefined && to === undefined) return null;
  const range = { from: from ?? allTime.from, to: to ?? allTime.to };
  if (range.to > range.from) return range;
  throw parameterProblem([
    badPart('to', 'is not after "from"; expected a later moment, because the range is half-open'),
  ]);
}
