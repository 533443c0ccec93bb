import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HistoryUnavailable } from '../../src/history/history-unavailable.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { startApi, type GraphqlResult, type TestApi } from '../api-fixture.ts';
import { openSocket, type SocketClient } from '../socket-client.ts';

const planted = 'the planted secret of subscriber 500123';

/** Answers nothing but one failure, whatever is asked; for its account it can't be reached. */
const failureOf = (name: string | symbol): Error =>
  name === 'accounting' ? new HistoryUnavailable(planted) : new TypeError(planted);
const brokenHistory = new Proxy({} as HistoryReader, {
  get: (_target, name) => (name === 'then' ? undefined : () => Promise.reject(failureOf(name))),
});

let api: TestApi;
let socket: SocketClient;
let operations = 0;

beforeAll(async () => {
  api = await startApi(brokenHistory);
  socket = await openSocket(api.url);
  await socket.greet();
});
afterAll(() => api.stop());

type Ask = (query: string, variables?: Record<string, unknown>) => Promise<GraphqlResult['errors']>;

const overHttp: Ask = async (query, variables) => (await api.graphql(query, variables)).errors;

const overSocket: Ask = async (query, variables) => {
  const id = `${operations++}`;
  socket.subscribe(id, query, variables);
  const { type, payload } = await socket.next();
  if (type === 'error') return payload as GraphqlResult['errors'];
  expect(await socket.next()).toEqual({ type: 'complete', id });
  return (payload as GraphqlResult).errors;
};

const timeRange = (from: string, to: string): string => `(timeRange: { from: "${from}", to: "${to}" })`;
const deep = `{ node(id: "x") { ... on Subscriber ${'{ device { subscribers { edges { node '.repeat(3)} { id } ${'} } } }'.repeat(3)} } }`;

const cases: [name: string, code: string, query: string, variables?: Record<string, unknown>][] = [
  ['a syntax error', 'GRAPHQL_PARSE_FAILED', '{'],
  ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', '{ nothing }'],
  ['a missing argument', 'GRAPHQL_VALIDATION_FAILED', '{ node { id } }'],
  [
    'a variable of a wrong type',
    'BAD_USER_INPUT',
    'query ($n: Int) { anomalies(first: $n) { totalCount } }',
    { n: 'x' },
  ],
  ['a variable that is missing', 'BAD_USER_INPUT', 'query ($n: String!) { subscriber(number: $n) { id } }'],
  [
    'a time without an offset',
    'BAD_USER_INPUT',
    `{ networkTraffic${timeRange('2024-01-01T00:00:00', '2024-01-02T00:00:00Z')} { start } }`,
  ],
  [
    'such a time in a variable',
    'BAD_USER_INPUT',
    'query ($r: TimeRange!) { networkTraffic(timeRange: $r) { start } }',
    { r: { from: '2024-02-30T00:00:00Z', to: '2024-03-01T00:00:00Z' } },
  ],
  [
    'a range that ends before it starts',
    'BAD_USER_INPUT',
    `{ statistics${timeRange('2024-01-02T00:00:00Z', '2024-01-01T00:00:00Z')} { upBytes } }`,
  ],
  [
    'a range of too many slots',
    'RANGE_TOO_LARGE',
    `{ networkTraffic${timeRange('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z')} { start } }`,
  ],
  ['a bad cursor', 'BAD_CURSOR', '{ anomalies(after: "x") { totalCount } }'],
  ['a page too large', 'PAGE_TOO_LARGE', '{ anomalies(first: 1000) { totalCount } }'],
  [
    'too many ids',
    'PAGE_TOO_LARGE',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: Array.from({ length: 501 }, () => 'x') },
  ],
  ['too deep a question', 'QUERY_TOO_COMPLEX', deep],
  [
    'too many aliases',
    'QUERY_TOO_COMPLEX',
    `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
  ],
  ['too many directives', 'QUERY_TOO_COMPLEX', `{ __typename ${'@include(if: true) '.repeat(11)} }`],
  ['too many tokens', 'QUERY_TOO_COMPLEX', `{ ${'__typename '.repeat(2001)} }`],
  ['a history that is away', 'HISTORY_UNAVAILABLE', '{ ingest { accounting { rows } } }'],
  ['a fault of ours', 'INTERNAL_SERVER_ERROR', '{ statistics { upBytes } }'],
];

describe.each([
  ['HTTP', overHttp],
  ['WebSocket', overSocket],
])('over %s', (_transport, ask) => {
  it.each(cases)('%s is the error %s', async (_name, code, query, variables) => {
    const errors = await ask(query, variables);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(errors?.map(() => code));
    expect(errors).not.toHaveLength(0);
  });

  it('a fault of ours shows nothing of itself', async () => {
    const errors = await ask('{ statistics { upBytes } ingest { accounting { rows } } }');
    expect(errors?.[0]?.message).toBe('Unexpected error.');
    expect(JSON.stringify(errors)).not.toMatch(/planted|500123|TypeError|node_modules|\.ts/);
  });

  it('the error of a range says both numbers', async () => {
    const query = `{ networkTraffic${timeRange('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z')} { start } }`;
    expect((await ask(query))?.[0]?.message).toBe(
      'The time range spans 52704 intervals of 600 s; one series has at most 10000',
    );
  });

  it('carries nothing in an error but its message, place and code', async () => {
    for (const [, , query, variables] of cases) {
      for (const error of (await ask(query, variables)) ?? []) {
        expect(['message', 'locations', 'path', 'extensions']).toEqual(expect.arrayContaining(Object.keys(error)));
        expect(Object.keys(error.extensions)).toEqual(['code']);
      }
    }
  });
});

describe('a fault of ours', () => {
  it('is also a value that does not fit its type', async () => {
    const odd = await startApi({
      subscribers: () => Promise.resolve(new Map([['1', { subscriber: '1', firstSeen: NaN }]])),
    } as unknown as HistoryReader);
    const { errors } = await odd.graphql('{ subscriber(number: "1") { number firstSeen } }');
    expect(errors).toMatchObject([
      {
        message: 'Unexpected error.',
        path: ['subscriber', 'firstSeen'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
    await odd.stop();
    const unfit = await startApi({
      devices: () => Promise.resolve([{ device: 'x', subscribers: 1.5 }]),
    } as unknown as HistoryReader);
    const answer = await unfit.graphql('{ psxDevice(name: "x") { subscriberCount } }');
    expect(answer.errors).toMatchObject([
      { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    await unfit.stop();
  });

  it('is logged once for each time, with its cause', async () => {
    api.logged.splice(0);
    await api.graphql('{ statistics { upBytes } }');
    const errors = api.logged.map((line) => JSON.parse(line) as { level: string; err?: { stack: string } });
    expect(errors.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(errors[0]?.err?.stack).toContain('TypeError');
  });
});
