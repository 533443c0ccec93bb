/** How an answer of rows, or of one object, is described in each of its forms. */
import type { DescribedAnswer } from './route.ts';
import { mediaTypes } from './row-formats.ts';

/** Schemas of the answers, by name in the components of the description. */
export type AnswerSchemaName = 'Row' | 'AnomalyRow' | 'Statistics';

const reference = (name: AnswerSchemaName) => ({ $ref: `#/components/schemas/${name}` });

const csv = {
  mediaType: mediaTypes.csv,
  schema: {
    type: 'string',
    description:
      'RFC 4180 with a header row of the field names, CRLF and UTF-8; null is an empty cell. A text that begins with = + - @, a tab or a line break has an apostrophe in front.',
  },
};
const ndjson = (name: AnswerSchemaName): DescribedAnswer => ({
  mediaType: mediaTypes.ndjson,
  schema: { type: 'string', description: `One ${name} in JSON a line.` },
});

export function describedRows(name: AnswerSchemaName): DescribedAnswer[] {
  return [{ mediaType: mediaTypes.json, schema: { type: 'array', items: reference(name) } }, csv, ndjson(name)];
}

export function describedObject(name: AnswerSchemaName): DescribedAnswer[] {
  return [{ mediaType: mediaTypes.json, schema: reference(name) }, csv, ndjson(name)];
}
