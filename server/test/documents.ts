/** GraphQL documents that are right: made from the schema as it is, from a seed, with arguments that mean something. */
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { TestApi, SeededHistory } from './api-fixture.ts';
import type { Tokens } from './bad-requests.ts';
import type { Random } from './random.ts';

export interface MeaningfulTokens extends Tokens {
  readonly devices: readonly string[];
  readonly numbers: readonly string[];
  /** For where any text will do. */
  readonly texts?: readonly string[];
}

/** Of a seeded history, asked of its API. */
export async function tokensOf(api: Pick<TestApi, 'graphql'>, seeded: SeededHistory): Promise<MeaningfulTokens> {
  const lists =
    '{ anomalies(first: 5) { edges { cursor node { id } } } subscribers(first: 5) { edges { cursor node { id } } } psxDevices(first: 5) { edges { cursor node { id } } } }';
  const { data } = await api.graphql(lists);
  const edges = Object.values(data as Record<string, { edges: { cursor: string; node: { id: string } }[] }>).flatMap(
    (list) => list.edges,
  );
  return {
    cursors: edges.map(({ cursor }) => cursor),
    ids: edges.map(({ node }) => node.id),
    devices: [...new Set(seeded.anomalies.map(({ device }) => device))],
    numbers: seeded.anomalies.flatMap(({ subscriber }) => subscriber ?? []).slice(0, 5),
  };
}

const deepest = 7;

export function createDocuments(
  schema: GraphQLSchema,
  random: Random,
  tokens: MeaningfulTokens,
  { mutations }: { readonly mutations: boolean },
): () => string {
  const chance = (part: number): boolean => random.next() < part;
  let alias = 0;

  const text = (name: string): string => {
    if (name === 'name' || name === 'device') return random.pick(tokens.devices);
    if (name === 'number' || name === 'subscriber' || name === 'text') return random.pick(tokens.numbers);
    if (name === 'after' || name === 'before') return random.pick(tokens.cursors);
    if (name === 'rule') return '{}';
    return tokens.texts === undefined ? 'x' : random.pick(tokens.texts);
  };

  const leaf = (type: string, name: string): string => {
    if (type === 'Int') return name === 'first' || name === 'last' ? random.pick(['0', '1', '3', '50', '200']) : '1';
    if (type === 'Boolean') return random.pick(['true', 'false']);
    if (type === 'Float') return '1.5';
    if (type === 'ID') return JSON.stringify(random.pick(tokens.ids));
    if (type === 'DateTime') return name === 'from' ? '"2024-01-01T00:00:00Z"' : '"2024-01-02T12:00:00Z"';
    return JSON.stringify(type === 'ByteCount' ? '5000' : text(name));
  };

  const value = (given: GraphQLInputType, name: string): string => {
    const type = getNullableType(given);
    if (isListType(type)) return `[${value(type.ofType, name)}]`;
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (!isInputObjectType(type)) return leaf(type.name, name);
    const fields = Object.values(type.getFields());
    const chosen = type.isOneOf
      ? [random.pick(fields)]
      : fields.filter((one) => isNonNullType(one.type) || chance(0.2));
    return `{ ${chosen.map((one) => `${one.name}: ${value(one.type, one.name)}`).join(', ')} }`;
  };

  const argumentsOf = (given: readonly GraphQLArgument[]): string => {
    // Both ends of a list at once are refused, and a cursor belongs to one list alone.
    const end = random.pick(['first', 'last']);
    const chosen = given.filter(
      ({ name, type }) =>
        isNonNullType(type) ||
        (name === end && chance(0.7)) ||
        (!/^(first|last|after|before)$/.test(name) && chance(0.3)),
    );
    return chosen.length === 0 ? '' : `(${chosen.map(({ name, type }) => `${name}: ${value(type, name)}`).join(', ')})`;
  };

  const fieldOf = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    const type = getNamedType(field.type);
    const given = argumentsOf(field.args);
    // Fields of one name with other arguments would contradict each other.
    const name = given === '' ? field.name : `a${alias++}: ${field.name}${given}`;
    return isCompositeType(type) ? `${name} { ${selection(type, depth - 1)} }` : name;
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    if (isAbstractType(type) && depth > 0) {
      const possible = random.pick(schema.getPossibleTypes(type));
      return `__typename ... on ${possible.name} { ${selection(possible, depth)} }`;
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return '__typename';
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((one) => isLeafType(getNamedType(one.type)));
    const others = fields.filter((one) => !leaves.includes(one));
    const chosen = [
      ...leaves.filter(() => chance(0.4)),
      ...(depth > 0 ? others.filter(() => chance(Math.min(1, 2 / others.length))) : []),
    ];
    return ['__typename', ...chosen.map((one) => fieldOf(one, depth))].join(' ');
  };

  return () => {
    alias = 0;
    const root = mutations && chance(0.2) ? schema.getMutationType() : schema.getQueryType();
    const field = random.pick(Object.values(root!.getFields()));
    return `${root === schema.getQueryType() ? 'query' : 'mutation'} { ${fieldOf(field, deepest)} }`;
  };
}
