/** Fuzz: whatever is asked, over HTTP or WebSocket, the answer is one of the published errors and shows nothing of our inside. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BacktestUnavailable } from '../../src/backtest/backtest.ts';
import { errorCodes } from '../../src/graphql/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { createBadRequests, inside, type BadRequest, type Tokens } from '../bad-requests.ts';
import { seededRandom } from '../random.ts';
import { openSocket } from '../socket-client.ts';

const requestsEach = 650;
const atOnce = 4;
/** An answer that takes longer is one that anybody could keep the server busy with. */
const mostMs = 10_000;

let seeded: SeededHistory;
let api: TestApi;
let tokens: Tokens;

beforeAll(async () => {
  seeded = await openSeededHistory();
  const backtests = {
    ask(): never {
      throw new BacktestUnavailable('There are no backtests here');
    },
  };
  api = await startApi(seeded.history, { backtests });
  tokens = await realTokens();
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

async function realTokens(): Promise<Tokens> {
  const { data } = await api.graphql(
    '{ anomalies(first: 3) { edges { cursor node { id } } } subscribers(first: 3) { edges { cursor node { id } } } psxDevices(first: 3) { edges { cursor node { id } } } }',
  );
  const lists = Object.values(data) as { edges: { cursor: string; node: { id: string } }[] }[];
  const edges = lists.flatMap((list) => list.edges);
  return { cursors: edges.map(({ cursor }) => cursor), ids: edges.map(({ node }) => node.id) };
}

interface Answer {
  readonly status: number;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly elapsedMs: number;
}

/** What is wrong with an answer: empty when all is right. */
function faultsOf({ status, errors, elapsedMs }: Answer): string[] {
  const faults = errors.flatMap(({ message, extensions }) => {
    const code = extensions?.code;
    if (!errorCodes.some((known) => known === code)) return [`the code ${String(code)}: ${message}`];
    return code === 'INTERNAL_SERVER_ERROR' ? ['a fault of ours'] : [];
  });
  if (status >= 500) faults.push(`status ${status}`);
  if (status >= 400 && errors.length === 0) faults.push(`status ${status} without an error`);
  if (inside.test(JSON.stringify(errors))) faults.push(`the inside shows: ${JSON.stringify(errors)}`);
  if (elapsedMs > mostMs) faults.push(`it took ${elapsedMs} ms`);
  return faults;
}

/** Asks them all, a few at a time. Gives how many were refused; fails with the requests whose answers were at fault. */
async function refusals(
  requests: readonly BadRequest[],
  ask: (request: BadRequest) => Promise<Answer>,
): Promise<number> {
  const waiting = [...requests];
  const found: { request: BadRequest; faults: string[] }[] = [];
  let refused = 0;
  const worker = async (): Promise<void> => {
    for (let request = waiting.pop(); request; request = waiting.pop()) {
      const answer = await ask(request);
      if (answer.errors.length > 0) refused += 1;
      const faults = faultsOf(answer);
      if (faults.length > 0) found.push({ request, faults });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  expect(found).toEqual([]);
  return refused;
}

const requestsOf = (seed: number): BadRequest[] => {
  const next = createBadRequests(schema, seededRandom(seed), tokens);
  return Array.from({ length: requestsEach }, next);
};

async function post(body: string | Uint8Array, headers: Record<string, string>, method = 'POST'): Promise<Answer> {
  const begun = performance.now();
  const init = { method, headers, ...(method === 'POST' && { body }) };
  const response = await fetch(`${api.url}/graphql`, init as RequestInit);
  const { errors = [] } = (await response.json()) as Partial<Answer>;
  return { status: response.status, errors, elapsedMs: performance.now() - begun };
}

/** A connection on which many operations run at once, each asked for its errors alone. */
async function openAnswering() {
  const client = await openSocket(api.url);
  const { socket } = client;
  await client.greet();
  const pending = new Map<string, (errors: Answer['errors']) => void>();
  socket.on('message', (text: Buffer) => {
    const { type, id = '', payload } = JSON.parse(text.toString()) as { type: string; id?: string; payload?: unknown };
    if (type === 'error') pending.get(id)?.(payload as Answer['errors']);
    if (type === 'next') pending.get(id)?.((payload as Partial<Answer>).errors ?? []);
  });
  const gone = client.closed.then(({ code }) => [{ message: `The connection closed with ${code}` }]);
  let operations = 0;
  return {
    async ask({ query, variables }: BadRequest): Promise<Answer> {
      const begun = performance.now();
      const id = `${operations++}`;
      const answered = new Promise<Answer['errors']>((resolve) => pending.set(id, resolve));
      // The protocol itself wants an object here, and closes the connection otherwise.
      const isObject = typeof variables === 'object' && variables !== null && !Array.isArray(variables);
      client.subscribe(id, query, isObject ? variables : {});
      return { status: 200, errors: await Promise.race([answered, gone]), elapsedMs: performance.now() - begun };
    },
    isOpen: () => socket.readyState === socket.OPEN,
    end: () => socket.terminate(),
  };
}

const json = { 'content-type': 'application/json' };

describe('a request that is not right is answered with a published code', () => {
  it('over HTTP', async () => {
    const refused = await refusals(requestsOf(9), (request) => post(JSON.stringify(request), json));
    expect(refused).toBeGreaterThan(500);
  });

  it('over WebSocket, and the connection stays open', async () => {
    const socket = await openAnswering();
    const refused = await refusals(requestsOf(10), (request) => socket.ask(request));
    expect(refused).toBeGreaterThan(500);
    expect(socket.isOpen()).toBe(true);
    socket.end();
  });

  it.each<[string, string | Uint8Array, Record<string, string>]>([
    ['an empty body', '', json],
    ['a body that is no JSON', '{"query": ', json],
    ['a body that is no text', Uint8Array.from([0xff, 0xfe, 0x00]), json],
    ['a number', '1', json],
    ['a list', '[{"query": "{ __typename }"}]', json],
    ['null', 'null', json],
    ['no query', '{"variables": {}}', json],
    ['a query that is no text', '{"query": 1}', json],
    ['an empty query', '{"query": ""}', json],
    ['variables that are a text', '{"query": "{ __typename }", "variables": "x"}', json],
    ['extensions that are a list', '{"query": "{ __typename }", "extensions": []}', json],
    ['an operation name that is a number', '{"query": "{ __typename }", "operationName": 1}', json],
    ['an operation that is not there', '{"query": "query A { __typename }", "operationName": "B"}', json],
    ['a property that nobody knows', '{"query": "{ __typename }", "quary": 1}', json],
    ['a body of another type', '{ __typename }', { 'content-type': 'text/plain' }],
    ['a form', 'query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a body that is too large', JSON.stringify({ query: `{ __typename } #${'x'.repeat(300_000)}` }), json],
  ])('when the body is %s', async (_name, body, headers) => {
    const answer = await post(body, headers);
    expect(answer.errors).not.toHaveLength(0);
    expect(faultsOf(answer)).toEqual([]);
  });
});
