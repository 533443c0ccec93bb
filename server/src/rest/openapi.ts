/** The description of the REST API in OpenAPI 3.1, made from the parameters and schemas that the routes work with. */
import { problemCodes } from '../http/problem.ts';
import { productVersion } from '../product-version.ts';
import { jsonSchemaOf } from './json-schema.ts';
import {
  describedParameters,
  problemResponse,
  type DescribedParameter,
  type DescribedResponse,
  type Operation,
  type PathItem,
} from './operation.ts';
import { accessOperations, accessSchemas } from './access-description.ts';
import { problemSchema } from './problem-schema.ts';
import { pushOperations, pushSchemas } from './push/push-description.ts';
import type { DescribedRoute } from './route.ts';
import { seedAnomalyRowSchema, seedRowSchema, seedStatisticsSchema } from './seed-schema.ts';

const description = `The routes of the system that Tidewatch follows keep their paths, field names and shapes. Every route below \`/api\` takes GET, HEAD and OPTIONS; those below \`/ingest\` take rows by POST, and need a key; those below \`/access\` are about who may come in.

Times in parameters are RFC 3339 with an offset, and ranges are half-open: \`from\` belongs to them, \`to\` does not. Times in rows are milliseconds since 1970-01-01T00:00:00Z, on the clock of the data: devices stamp their snapshots, and no zone is added to it.

Volumes are bytes of a slot (ten minutes unless the server is set up otherwise). The system before counted some devices in bits and some in bytes, and showed hours as dates of 1970; neither is copied.

Rows come as JSON, CSV or NDJSON, by Accept or by \`format\`. A page has a strong ETag, and a Link to the next one with rel="next" while there is more. Anything that goes wrong is a problem of RFC 9457 with a \`code\`: ${Object.keys(problemCodes).join(', ')}.`;

/** What the routes have in common, by status. */
const problemResponses: Readonly<Record<string, string>> = {
  400: 'A parameter is unknown, can not be read, or is a cursor of something else.',
  405: 'The method is not one of the header Allow.',
  406: 'None of the media types of Accept is there.',
  500: 'A fault of the server.',
  503: 'History can not be read at the moment, the answer took too long, or too many are under way; Retry-After says for how many seconds to wait.',
};

export function createOpenApiDocument(routes: readonly DescribedRoute[]) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tidewatch REST API',
      version: productVersion,
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server.' }],
    paths: pathsOf(routes),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of the file of --push-keys.' } },
      schemas: {
        Row: jsonSchemaOf(seedRowSchema),
        AnomalyRow: jsonSchemaOf(seedAnomalyRowSchema),
        Statistics: jsonSchemaOf(seedStatisticsSchema),
        ...pushSchemas,
        ...accessSchemas,
        Problem: jsonSchemaOf(problemSchema),
      },
      responses: Object.fromEntries(
        Object.entries(problemResponses).map(([status, text]) => [`Problem${status}`, problemResponse(text)]),
      ),
    },
  };
}
export type OpenApiDocument = ReturnType<typeof createOpenApiDocument>;

function pathsOf(routes: readonly DescribedRoute[]): Readonly<Record<string, PathItem>> {
  return {
    ...Object.fromEntries(routes.map((route) => [route.path, { get: operationOf(route) }])),
    ...accessOperations,
    ...Object.fromEntries(Object.entries(pushOperations).map(([path, operation]) => [path, { post: operation }])),
  };
}

function operationOf(route: DescribedRoute): Operation {
  const { operationId, summary, idDescription, parameters, headerParameters = {} } = route;
  const ofPath: DescribedParameter[] = [];
  if (idDescription !== undefined) {
    ofPath.push({ name: 'id', in: 'path', required: true, description: idDescription, schema: { type: 'string' } });
  }
  const problems = Object.keys(problemResponses).map((status): [string, DescribedResponse] => [
    status,
    { $ref: `#/components/responses/Problem${status}` },
  ]);
  return {
    operationId,
    summary,
    description: route.description,
    parameters: [
      ...ofPath,
      ...describedParameters('query', parameters),
      ...describedParameters('header', headerParameters),
    ],
    responses: {
      200: goodResponse(route),
      ...(route.form !== 'stream' && { 304: { description: 'As the ETag of If-None-Match has it.' } }),
      ...Object.fromEntries(problems),
    },
  };
}

function goodResponse({ answerDescription, answers, form }: DescribedRoute): DescribedResponse {
  const header = (text: string) => ({ description: text, schema: { type: 'string' } });
  return {
    description: answerDescription,
    headers: {
      ...(form !== 'stream' && { ETag: header('Of the content; for If-None-Match.') }),
      ...(form === 'page' && {
        Link: header('The next page, with rel="next", relative to the request; absent when there is none.'),
      }),
    },
    content: Object.fromEntries(answers.map(({ mediaType, schema }) => [mediaType, { schema }])),
  };
}
