/** What an operation may cost and how long it may take, on every transport alike. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/access/policy.ts';
import { mostPointsOfOperation } from '../../src/graphql/cost-limit.ts';
import { fieldCosts } from '../../src/graphql/field-costs.ts';
import { operationCost, pointsOfLookUp, pointsOfOperation } from '../../src/graphql/operation-cost.ts';
import { schema } from '../../src/graphql/schema.ts';
import { getNamedType, getNullableType, isInterfaceType, isLeafType, isListType, isObjectType, parse } from 'graphql';
import type { HistoryReader } from '../../src/history/history.ts';
import { readingTime } from '../../src/history/reading-time.ts';
import { startClosedApi, type Asker, type ClosedApi, type Errors } from '../access-fixture.ts';
import { startApi } from '../api-fixture.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'),
);
const fields = types.flatMap((type) =>
  Object.values(isObjectType(type) || isInterfaceType(type) ? type.getFields() : {}).map((field) => ({ type, field })),
);

describe('every list of the schema', () => {
  it('has a length to reckon with, and every cost a field', () => {
    const lists = fields
      .filter(({ field }) => isListType(getNullableType(field.type)) && !isLeafType(getNamedType(field.type)))
      .map(({ type, field }) => `${type.name}.${field.name}`);
    expect(lists.filter((coordinate) => fieldCosts.get(coordinate)?.rows === undefined)).toEqual([]);
    const known = new Set(fields.map(({ type, field }) => `${type.name}.${field.name}`));
    const introspection = ['Query.__schema', 'Query.__type'];
    expect([...fieldCosts.keys()].filter((one) => !known.has(one) && !introspection.includes(one))).toEqual([]);
  });

  it('is one of a page that its connection has, or a list of its own', () => {
    const connections = fields.filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));
    expect(connections.length).toBeGreaterThan(5);
    for (const { type, field } of connections)
      expect([field.name, fieldCosts.get(`${type.name}.${field.name}`)?.page !== undefined]).toEqual([
        field.name,
        true,
      ]);
  });
});

/** Counts what is asked, and never answers until whoever asks gives up. */
function patientHistory() {
  const state = { asked: 0, givenUp: 0 };
  const never = (): Promise<never> => {
    state.asked += 1;
    const { signal } = readingTime()!;
    return new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => {
        state.givenUp += 1;
        reject(signal.reason as Error);
      }),
    );
  };
  const history = new Proxy({} as HistoryReader, {
    get: (_target, name) => (name === 'within' ? () => history : never),
    has: (_target, name) => name !== 'appendActs',
  });
  return { history, state };
}

/** The first errors of an answer over each transport. */
async function refusals(api: ClosedApi, who: Asker, query: string): Promise<Errors[number][]> {
  const socket = await api.socket(who);
  await socket.greet();
  socket.begin('1', api.payload(query));
  const { payload } = await socket.next();
  const overSocket = Array.isArray(payload) ? (payload as Errors) : (payload as { errors: Errors }).errors;
  socket.socket.close();
  const { errors: overHttp } = await api.query(who, query);
  const { errors: asStream } = await api.stream(who, query);
  return [overHttp![0]!, asStream![0]!, overSocket[0]!];
}

describe('an operation that could cost too much', () => {
  const { history, state } = patientHistory();
  let api: ClosedApi;
  beforeAll(async () => {
    api = await startClosedApi(history);
  });
  afterAll(() => api.stop());

  const large = (first: number, again: number): string =>
    `{ ${Array.from({ length: again }, (_, n) => `a${n}: anomalies(first: ${first}) { edges { node { expectedUp { usualBitsPerSecond } expectedDown { usualBitsPerSecond } } } }`).join(' ')} }`;
  // A list costs a look-up, itself, and five objects for each row: an edge, a node, and two of the node.
  const cases = roles.map((role) => ({
    role,
    most: role === 'viewer' ? mostPointsOfOperation.dashboard : mostPointsOfOperation.own,
  }));

  it.each(cases)(
    'is refused to a $role beyond $most points, before anything is resolved, over HTTP, event stream and WebSocket',
    async ({ role, most }) => {
      const query = large(500, most / 2000);
      api.trust(query);
      const cost = { requested: 10 + (most / 2000) * (50 + 1 + 500 * 4), limit: most };
      for (const error of await refusals(api, api.people[role], query))
        expect(error).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX', cost } });
      expect((await api.query(api.people[role], query)).status).toBe(400);
      expect(state.asked).toBe(0);
    },
  );

  it('is refused for a subscription, too', async () => {
    const query = `subscription { anomalyEvents { ... on AnomalyEvent { anomaly { similar(first: 50) { anomaly { similar(first: 50) { distance } } } } } } }`;
    for (const error of await refusals(api, api.people.analyst, query))
      expect(error).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX' } });
    expect(state.asked).toBe(0);
  });

  it('is told from its variables, each time anew', () => {
    const document = parse('query ($first: Int = 3) { anomalies(first: $first) { edges { cursor } } }');
    const costs = [{ first: 1 }, { first: 500 }, {}, { first: null }, { first: 501 }, { first: 'x' }, { first: 1 }].map(
      (variableValues) => operationCost({ schema, document, variableValues }, 600) - pointsOfOperation,
    );
    const list = pointsOfLookUp + 1;
    // What is no number is refused before it is run.
    expect(costs).toEqual([list + 1, list + 500, list + 3, list + 50, list + 500, 0, list + 1]);
  });

  it('is told from fragments that double at every link', async () => {
    const links = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const query = `{ ...F0 } ${links.join(' ')} fragment F40 on Query { anomalies(first: 500) { edges { cursor } } }`;
    for (const error of await refusals(api, api.people.admin, query))
      expect(error).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX' } });
    expect(state.asked).toBe(0);
  });
});

describe('an operation that takes too long', () => {
  const answerMs = 60;

  it('is answered with TIMED_OUT over HTTP, event stream and WebSocket, and what it asks of history is called off', async () => {
    const { history, state } = patientHistory();
    const api = await startClosedApi(history, { timeLimits: { answerMs } });
    const query =
      '{ networkTraffic(timeRange: { from: "2024-01-01T00:00:00Z", to: "2024-01-02T00:00:00Z" }) { start } }';
    for (const error of await refusals(api, api.people.admin, query))
      expect(error).toMatchObject({ extensions: { code: 'TIMED_OUT', retryAfterSeconds: 5 } });
    expect(state).toEqual({ asked: 3, givenUp: 3 });
    const response = await api.ask('/graphql', api.people.admin, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    await api.stop();
  });

  it('is a page of REST, too', async () => {
    const { history, state } = patientHistory();
    const api = await startApi(history, { timeLimits: { answerMs } });
    for (const path of ['/api/statistics', '/api/anomalies', '/api/subscriber/1']) {
      const response = await fetch(`${api.url}${path}`);
      expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '5']);
      expect(await response.json()).toMatchObject({ code: 'TIMED_OUT' });
    }
    expect(state).toEqual({ asked: 3, givenUp: 3 });
    await api.stop();
  });

  it('is a list as a whole only after its own, longer time: then the connection is cut', async () => {
    const { history, state } = patientHistory();
    const api = await startApi(history, { timeLimits: { answerMs: 1, exportMs: answerMs } });
    await expect(fetch(`${api.url}/api/anomalies?limit=all`)).rejects.toThrow('fetch failed');
    expect(state).toEqual({ asked: 1, givenUp: 1 });
    await api.stop();
  });
});
