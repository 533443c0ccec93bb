/** How many rows, from where on, and in which form: the parameters that every list of rows has. */
import * as v from 'valibot';
import { single } from './parameters.ts';

const defaultLimit = 1000;
export const largestLimit = 10_000;

const expectedLimit = `expected 1 to ${largestLimit}, or all`;
const limit = v.union(
  [
    v.literal('all'),
    v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/),
      v.transform(Number),
      v.number(),
      v.minValue(1, expectedLimit),
      v.maxValue(largestLimit, expectedLimit),
      v.integer(),
    ),
  ],
  expectedLimit,
);

export const rowFormatNames = ['json', 'csv', 'ndjson'] as const;
export type RowFormatName = (typeof rowFormatNames)[number];

export const formatParameter = {
  format: single(
    'Form of the answer, whatever the header Accept says.',
    v.picklist(rowFormatNames, `expected ${rowFormatNames.join(', ')}`),
  ),
};

export const rowParameters = {
  limit: {
    ...single(
      `Rows of a page, 1 to ${largestLimit}. With \`all\` every row there is, streamed: such an answer has no next page and no ETag.`,
      limit,
    ),
    fallback: defaultLimit,
  },
  cursor: single(
    'Where the page before ended: take it from the Link header of that page, with all other parameters as they were. It is opaque.',
    v.string(),
  ),
  ...formatParameter,
};
