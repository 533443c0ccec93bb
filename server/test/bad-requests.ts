/** GraphQL requests that are wrong in every way one can think of: made from the schema as it is, from a seed. */
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from './random.ts';

export interface BadRequest {
  readonly query: string;
  readonly variables?: unknown;
}

/** What no answer may show: paths, stacks, SQL, and the names of what we are made of. */
export const inside =
  /node_modules|\.[tj]s:\d|\bat \S+ \(|ClickHouse|chdb|DB::|Code: \d|\b(SELECT|INSERT|FINAL)\b|_events\b|slot_totals|[a-z]Error:|\/(home|work|tmp|usr)\//;

/** Tokens that mean something elsewhere: real cursors and ids, to be misused. */
export interface Tokens {
  readonly cursors: readonly string[];
  readonly ids: readonly string[];
}

/** Parts of documents. */
const pieces =
  '{ } ( ) [ ] : ... @ ! $v & | = # """ query mutation subscription fragment on Anomaly anomalies first edges node id -1 "x" null 1e999 \u0000 \ud800 subscriber number: @skip @include'.split(
    ' ',
  );

const literals = [
  'null',
  'true',
  '-1',
  '501',
  '2147483648',
  '-2147483649',
  '1e999',
  '0.5',
  '""',
  '"x"',
  '[]',
  '[null]',
  '{}',
  '{ from: 1 }',
  '{ from: "2024-01-01T00:00:00Z", to: "1970-01-01T00:00:00Z" }',
  '{ from: "0001-01-01T00:00:00Z", to: "9999-12-31T23:59:59Z" }',
  '{ kinds: [NOTHING] }',
  '{ subscriber: "\\u0000" }',
  'NOTHING',
  '$v',
  '$absent',
  '"2024-02-30T00:00:00Z"',
  '"\\u0000"',
  '"\' OR 1 = 1 --"',
  '"{id:String}"',
  '"\\\\"',
  `"${'é'.repeat(500)}"`,
];

const values: readonly unknown[] = [
  null,
  true,
  -1,
  501,
  2 ** 31,
  1e300,
  0.5,
  '',
  'x',
  [],
  [null],
  {},
  { a: 1 },
  '\u0000',
  "' OR 1 = 1 --",
  { from: 'yesterday', to: 'today' },
  { from: '2024-01-01T00:00:00', to: '2024-01-02T00:00:00Z' },
  { kinds: 'BURST' },
];

export function createBadRequests(schema: GraphQLSchema, random: Random, tokens: Tokens): () => BadRequest {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {}),
  );
  const chance = (part: number): boolean => random.next() < part;

  const damaged = (token: string): string => {
    const at = random.below(token.length);
    return token.slice(0, at) + random.pick(['A', '_', '', '=', ' ']) + token.slice(at + random.below(3));
  };

  /** A cursor of another list, an id where a cursor is meant, or either with a fault in it. */
  const token = (): string => {
    const given = random.pick([...tokens.cursors, ...tokens.ids]);
    return JSON.stringify(chance(0.5) ? damaged(given) : given);
  };

  const argument = ({ name }: GraphQLArgument): string => {
    const given = /^(after|before|id|ids)$/.test(name) && chance(0.7) ? token() : random.pick(literals);
    return `${chance(0.05) ? `${name}s` : name}: ${given}`;
  };

  const field = (of: GraphQLField<unknown, unknown>, depth: number): string => {
    const given = of.args.filter((arg) => (isRequiredArgument(arg) ? chance(0.9) : chance(0.4))).map(argument);
    const type = getNamedType(of.type);
    const selects = isCompositeType(type) !== chance(0.03);
    return `${of.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${selects ? ` { ${selection(type, depth - 1)} }` : ''}`;
  };

  const selection = (type: GraphQLNamedType, depth: number): string => {
    const known = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const chosen = depth > 0 && known.length > 0 ? [random.pick(known), random.pick(known)] : [];
    return ['__typename', ...chosen.map((one) => field(one, depth)), ...(chance(0.1) ? ['nothing'] : [])].join(' ');
  };

  const fromSchema = (): BadRequest => {
    const header = chance(0.4)
      ? `query ($v: ${random.pick(['Int', 'ID!', 'TimeRange', 'Nothing', '[String!]!'])})`
      : 'query';
    const query = `${header} { ${field(random.pick(roots), 4)} }`;
    return { query, ...(chance(0.5) && { variables: { v: random.pick(values) } }) };
  };

  const soup = (): BadRequest => ({
    query: Array.from({ length: 1 + random.below(15) }, () => random.pick(pieces)).join(' '),
    variables: random.pick(values),
  });

  const damagedDocument = (): BadRequest => ({ query: damaged(fromSchema().query) });

  const excessive = (): BadRequest => {
    const many = 100 + random.below(2400);
    return {
      query: random.pick([
        `{ ${'__typename '.repeat(many)} }`,
        `{ ${Array.from({ length: many }, (_, n) => `a${n}: __typename`).join(' ')} }`,
        `{ __typename ${'@include(if: true) '.repeat(many)} }`,
        `{ anomalies { edges { node { ${'device { subscribers { edges { node { '.repeat(8)} id ${'} } } }'.repeat(8)} } } } }`,
        '{ ...F } fragment F on Query { ...F }',
        `{ anomalies(filter: { kinds: [${'BURST '.repeat(many)}] }) { totalCount } }`,
      ]),
    };
  };

  return () => random.pick([fromSchema, fromSchema, fromSchema, damagedDocument, soup, excessive])();
}
