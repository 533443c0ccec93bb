/** What the description of the API says of pushed rows, made from the fields as they are read. */
import * as v from 'valibot';
import type { FieldTable } from '../../ingest/push/fields.ts';
import { sampleFields } from '../../ingest/push/sample-row.ts';
import { sessionFields } from '../../ingest/push/session-row.ts';
import { jsonSchemaOf, type JsonSchema } from '../json-schema.ts';
import {
  describedParameters,
  problemResponse,
  type DescribedBody,
  type DescribedResponse,
  type Operation,
} from '../operation.ts';
import { single, type ParameterTable } from '../parameters.ts';
import { pushOutcomeSchema } from './outcome-schema.ts';
import { snapshotParameters } from './push-parameters.ts';

function rowSchema(table: FieldTable): JsonSchema {
  const fields = Object.entries(table);
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(([name, { schema, description }]) => [name, { ...jsonSchemaOf(schema, 'input'), description }]),
    ),
    required: fields.filter(([, { schema }]) => schema.type !== 'optional').map(([name]) => name),
    additionalProperties: false,
  };
}

export const pushSchemas = {
  PushedSample: rowSchema(sampleFields),
  PushedSession: rowSchema(sessionFields),
  PushOutcome: jsonSchemaOf(pushOutcomeSchema),
};

const headers: ParameterTable = {
  'Content-Encoding': single('`gzip` for a body that is packed; none otherwise.', v.picklist(['gzip', 'identity'])),
  'Idempotency-Key': single(
    'Any text of 1 to 255 characters: the same body under the same text gets the same answer for a day, or until a restart.',
    v.string(),
  ),
};

const problems: Readonly<Record<string, string>> = {
  400: 'The body, a parameter or a header can not be read. Nothing is taken.',
  401: 'There is no key, or none that is good.',
  403: 'The key is not good for this route.',
  404: 'The server was started without keys.',
  405: 'The method is not POST.',
  409: 'The report of that device and moment was handed over before, or is told in another form.',
  413: 'The body has more than 16 MiB, packed or unpacked, or more than 50,000 rows.',
  415: 'The media type or the coding is not one that is taken.',
  422: 'No row can be used, or the Idempotency-Key was given with another body.',
  429: 'The key has pushed more rows than it may; Retry-After says for how many seconds to wait.',
  500: 'A fault of the server.',
  503: 'History takes nothing at the moment, or too many bodies are under way; Retry-After says when to try again.',
};

const responses: Readonly<Record<string, DescribedResponse>> = {
  202: {
    description: 'History has all rows that are not among the verdicts.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/PushOutcome' } } },
  },
  ...Object.fromEntries(Object.entries(problems).map(([status, text]) => [status, problemResponse(text)])),
};

function bodyOf(row: keyof typeof pushSchemas, csv: string): DescribedBody {
  const $ref = `#/components/schemas/${row}`;
  return {
    required: true,
    description: 'At most 50,000 rows, in UTF-8.',
    content: {
      'application/json': { schema: { type: 'array', items: { $ref } } },
      'application/x-ndjson': { schema: { type: 'string', description: `A ${row} on each line.` } },
      'text/csv': { schema: { type: 'string', description: csv } },
    },
  };
}

const operation = (parameters: ParameterTable) => ({
  parameters: [
    ...describedParameters('query', parameters).map((one) => ({ ...one, required: true })),
    ...describedParameters('header', headers),
  ],
  responses,
  security: [{ key: [] }],
});

/** By path. */
export const pushOperations: Readonly<Record<string, Operation>> = {
  '/ingest/samples': {
    operationId: 'pushSamples',
    summary: 'Push the traffic of slots',
    description:
      'A row for each subscriber, device and slot. Rows that can not be used do not keep the others back. A row that is sent again before its slot is handed over takes the place of the first.',
    ...operation({}),
    requestBody: bodyOf(
      'PushedSample',
      'A header with the names of the fields, in any order, then a row on each line.',
    ),
  },
  '/ingest/sessions': {
    operationId: 'pushSessions',
    summary: 'Push a snapshot',
    description:
      'All sessions of one device at one moment, in its own units and counters, as the device table says. It is handed over some seconds later; from then on nothing can be added.',
    ...operation(snapshotParameters),
    requestBody: bodyOf('PushedSession', 'As a snapshot file of the device: its columns, delimiter and dates.'),
  },
};
