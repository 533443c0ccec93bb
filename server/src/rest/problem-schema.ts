/** What a problem looks like, for the description of the API. */
import * as v from 'valibot';
import { problemCodes, type ProblemCode } from '../http/problem.ts';
import { pushOutcomeSchema } from './push/outcome-schema.ts';

const code = v.pipe(
  v.picklist(Object.keys(problemCodes) as ProblemCode[]),
  v.description('Which problem, of a published list that only grows.'),
);

/** RFC 9457, with members of our own: `code`, `errors` and `outcome`. */
export const problemSchema = v.strictObject({
  type: v.pipe(v.literal('about:blank'), v.description('Status and `code` say which problem it is.')),
  title: v.pipe(v.string(), v.description('The phrase of the HTTP status.')),
  status: v.pipe(v.number(), v.integer(), v.description('The HTTP status.')),
  detail: v.pipe(v.string(), v.description('What was given and what was expected, for a person.')),
  instance: v.pipe(v.string(), v.description('Path and query of the request.')),
  code,
  outcome: v.optional(
    v.pipe(pushOutcomeSchema, v.description('What became of the rows of a body, none of which is used.')),
  ),
  errors: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          parameter: v.pipe(v.string(), v.description('Name of the query parameter.')),
          code,
          detail: v.pipe(v.string(), v.description('What was given and what was expected.')),
        }),
      ),
      v.description('Each parameter that is not as expected.'),
    ),
  ),
});
