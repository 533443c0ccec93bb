/** Calls of the routes that the description of the API has: with values that fit, lie at the edge, or are something else, from a seed. */
import type { JsonSchema } from '../src/rest/json-schema.ts';
import type { OpenApiDocument } from '../src/rest/openapi.ts';
import type { Operation } from '../src/rest/operation.ts';
import type { Random } from './random.ts';

export interface GeneratedCall {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const junk: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e300,
  2 ** 53,
  '',
  ' ',
  'x'.repeat(2000),
  '\u0000',
  '\ud800',
  "' OR 1 = 1 --",
  '../../etc/passwd',
  '=cmd|x',
  '%00',
  '{"a":',
  'é',
  [],
  [null],
  {},
  { a: { b: 1 } },
];
const texts = ['1', '62.0', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00+02:00', 'a', 'not there', 'BURST', 'read'];

/** Gives the next call of each operation in turn; `more` are texts that stand among the others. */
export function createCalls(
  { paths, components }: OpenApiDocument,
  random: Random,
  more: readonly string[] = [],
): () => GeneratedCall {
  const chance = (part: number): boolean => random.next() < part;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, Operation>>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );
  let n = 0;

  const valueOf = (given: JsonSchema): unknown => {
    if (chance(0.15)) return random.pick(junk);
    const name = given.$ref?.split('/').at(-1);
    const schema = name === undefined ? given : ((components.schemas as Record<string, JsonSchema>)[name] ?? {});
    if (schema.anyOf) return valueOf(random.pick(schema.anyOf));
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return random.pick(schema.enum);
    const type = typeof schema.type === 'string' ? schema.type : random.pick(schema.type ?? ['string']);
    if (type === 'object') {
      const fields = Object.entries(schema.properties ?? {}).filter(
        ([field]) => schema.required?.includes(field) || chance(0.5),
      );
      return Object.fromEntries(fields.map(([field, one]) => [field, valueOf(one)]));
    }
    if (type === 'array') return Array.from({ length: random.below(3) }, () => valueOf(schema.items ?? {}));
    if (type === 'boolean') return chance(0.5);
    if (type === 'null') return null;
    if (type === 'string') return random.pick([...texts, ...more]);
    const { minimum = 0, maximum = 2 ** 33 } = schema;
    return random.pick([minimum, maximum, minimum - 1, maximum + 1, Math.floor((minimum + maximum) / 2), 1.5]);
  };
  const textOf = (schema: JsonSchema): string => {
    const value = valueOf(schema);
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  // A lone surrogate is no text that can be sent.
  const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

  return () => {
    const { path, method, operation } = operations[n++ % operations.length]!;
    const query = operation.parameters
      .filter(({ in: place, required }) => place === 'query' && (required || chance(0.4)))
      .map(({ name, schema }) => `${name}=${encoded(textOf(schema.items ?? schema))}`);
    if (chance(0.05)) query.push('unknown=1');
    const id = encoded(textOf({ type: 'string' })) || 'x';
    const given = Object.entries(operation.requestBody?.content ?? {});
    const [mediaType, { schema }] = given.length > 0 ? random.pick(given) : ['', { schema: {} }];
    const body = mediaType === 'application/json' || chance(0.3) ? JSON.stringify(valueOf(schema)) : textOf({});
    const accept = chance(0.3) ? { accept: random.pick(['text/csv', 'application/x-ndjson', 'image/png', '*/*']) } : {};
    return {
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path: path.replace('{id}', id) + (query.length > 0 ? `?${query.join('&')}` : ''),
      headers: { ...accept, ...(given.length > 0 && { 'content-type': chance(0.1) ? 'text/plain' : mediaType }) },
      ...(given.length > 0 && { body: chance(0.05) ? body.slice(0, -1) : body }),
    };
  };
}
