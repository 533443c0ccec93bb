/** What an answer says of pushed rows, for the description of the API. */
import * as v from 'valibot';
import { verdictReasons } from '../../ingest/push/verdict.ts';

const rows = (description: string) => v.pipe(v.number(), v.integer(), v.minValue(0), v.description(description));
const text = (description: string) => v.pipe(v.string(), v.description(description));

const verdictSchema = v.strictObject({
  row: rows('Which row, from 1: its place in the list of JSON, its line in NDJSON and CSV.'),
  column: text('The field at fault, as the body names it; empty when the row as a whole is.'),
  reason: v.pipe(v.picklist(verdictReasons), v.description('Why, of a published list that only grows.')),
  given: text('What was given, cut to 100 characters.'),
  expected: text('What was expected, for a person.'),
});

export const pushOutcomeSchema = v.strictObject({
  accepted: rows('Rows that history has.'),
  repeated: rows('Rows that history had before, and that have been handed over: they are not counted again.'),
  rejected: rows('Rows that are not taken.'),
  verdicts: v.pipe(
    v.array(verdictSchema),
    v.description('On each row that is not accepted, the rejected ones first; at most 1,000.'),
  ),
  moreVerdicts: rows('Rows that are not accepted either, beyond those.'),
});
