import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type Permission } from '../../src/access/policy.ts';
import { routeRules } from '../../src/access/route-rules.ts';
import { openSeededHistory, type SeededHistory } from '../api-fixture.ts';
import { keyText, startClosedApi, withKey, type Asker, type ClosedApi, type Errors } from '../access-fixture.ts';

let seeded: SeededHistory;
let api: ClosedApi;
beforeAll(async () => {
  seeded = await openSeededHistory();
  api = await startClosedApi(seeded.history);
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

const granted: Readonly<Record<string, readonly Permission[]>> = {
  viewer: ['read'],
  analyst: ['read', 'triage', 'explore', 'analyse'],
  admin: ['read', 'triage', 'explore', 'analyse', 'reveal', 'monitor', 'administer'],
  integrator: ['read', 'triage', 'explore', 'monitor'],
  limited: ['read', 'triage', 'explore'],
};
const people = [...roles, 'limited'] as const;

const typename: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'none' } } }),
};

/** A request to each route that does nothing when it is let in. */
const requests: readonly (readonly [rule: string, path: string, init?: RequestInit])[] = Object.keys(routeRules)
  .filter((route) => !['own', 'anyone'].includes(routeRules[route]!))
  .map((route): readonly [string, string, RequestInit?] => {
    if (route === '/graphql as a page') return [route, '/graphql', { headers: { accept: 'text/html' } }];
    if (route === '/graphql') return [route, route, typename];
    if (route === '/api/anomalies/stream') return [route, route, { method: 'HEAD' }];
    return [route, route.replace('{id}', 'nobody')];
  });

describe('every route that the server answers', () => {
  it('has a rule, and every rule a route', () => {
    expect(api.api.routes.toSorted()).toEqual(Object.keys(routeRules).toSorted());
  });
});

describe('a stranger', () => {
  it.each(requests.map(([, ...request]) => request))('is refused at %s, with a way to come in', async (path, init) => {
    const response = await api.ask(path, api.stranger, init);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="tidewatch"');
    await response.body?.cancel();
  });

  it.each([
    ['a key that is none', { authorization: 'Bearer tw_none' }],
    ['what is no key', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
    ['a cookie that was not given out', { cookie: 'tidewatch-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('is one with %s, on every transport', async (_, headers) => {
    const who = { headers };
    const refused = { status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
    expect(await api.query(who, '{ __typename }')).toMatchObject(refused);
    expect(await api.stream(who, 'subscription { trafficUpdates { slotStart } }')).toMatchObject(refused);
    const socket = await api.socket(who);
    socket.send({ type: 'connection_init' });
    expect((await socket.closed).code).toBe(4403);
  });

  it('learns nothing below the closed folders but that they are closed', async () => {
    for (const path of ['/api/', '/api/none', '/access/none', '/access/audit/x', '/ingest/none'])
      expect([path, (await api.ask(path, api.stranger)).status]).toEqual([path, 401]);
  });

  it('learns whether the process lives and is ready, and not why it is not', async () => {
    expect(await (await api.ask('/health/live', api.stranger)).json()).toEqual({ alive: true });
    expect(await (await api.ask('/health/ready', api.stranger)).json()).toEqual({ ready: true });
    expect(await (await api.ask('/health/ready', api.people.admin)).json()).toMatchObject({ warnings: [] });
  });

  it('learns who may come in, and no name', async () => {
    expect(await (await api.ask('/access/me', api.stranger)).json()).toEqual({
      name: null,
      kind: null,
      role: null,
      permissions: [],
      devices: null,
      isOpen: false,
      takesFirstToken: false,
      hasProvider: false,
      hasPseudonyms: false,
    });
  });
});

describe.each(people)('%s', (name) => {
  it('may use the routes of his permissions alone', async () => {
    for (const [rule, path, init] of requests) {
      const { status, body } = await api.ask(path, api.people[name], init);
      await body?.cancel();
      const isGranted = granted[name]!.includes(routeRules[rule] as Permission);
      expect([rule, status === 403]).toEqual([rule, !isGranted]);
      expect([rule, status]).not.toEqual([rule, 401]);
    }
  });

  it.each([
    ['read', '{ ingest { phase } }'],
    ['triage', 'mutation { undo(input: { change: "none" }) { __typename } }'],
    ['explore', '{ __schema { queryType { name } } }'],
    ['analyse', '{ ingest { deadLetters(first: 1) { edges { cursor } } } }'],
  ] as const)('may %s over HTTP, event stream and WebSocket, or over none of them', async (permission, query) => {
    api.trust(query);
    const isGranted = granted[name]!.includes(permission);
    const outcome = (errors: unknown): string => (Array.isArray(errors) ? (errors as Errors)[0]!.message : 'ok');
    const expected = isGranted ? 'ok' : `This needs the permission "${permission}"`;
    const who = api.people[name];
    expect(outcome((await api.query(who, query)).errors)).toBe(expected);
    expect(outcome((await api.stream(who, query)).errors)).toBe(expected);
    const socket = await api.socket(who);
    await socket.greet();
    socket.begin('1', api.payload(query));
    const { payload } = await socket.next();
    expect(outcome(payload)).toBe(expected);
    socket.socket.close();
  });
});

describe('a key', () => {
  it('is good for its scopes, and for what machines may do', async () => {
    const status = async (who: Asker, path: string): Promise<number> => (await api.ask(path, who)).status;
    expect(await status(withKey(keyText.reader), '/api/statistics')).toBe(200);
    expect(await status(withKey(keyText.reader), '/metrics')).toBe(403);
    expect(await status(withKey(keyText.all), '/metrics')).toBe(200);
    expect(await status(withKey(keyText.all), '/access/accounts')).toBe(403);
  });

  it('is said in connection_init, and acts in its own name', async () => {
    const socket = await api.socket(api.stranger);
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${keyText.all}` } });
    expect((await socket.next()).type).toBe('connection_ack');
    socket.subscribe('1', mutation, { input: await newestAnomaly(withKey(keyText.all)) });
    expect(JSON.stringify(await socket.next())).toContain('"acknowledgedBy":"key all"');
    socket.socket.close();
  });
});

const mutation = `mutation ($input: AcknowledgeInput!) { acknowledge(input: $input) {
  outcomes { __typename ... on TriagedAnomaly { anomaly { id triage { acknowledgedBy } } } } } }`;

async function newestAnomaly(who: Asker): Promise<object> {
  const { data } = await api.query(who, '{ anomalies(first: 1) { edges { node { id triage { version } } } } }');
  const [{ node }] = (data! as { anomalies: { edges: [{ node: { id: string; triage: { version: number } } }] } })
    .anomalies.edges;
  return { anomalies: [{ id: node.id, version: node.triage.version }] };
}

describe('what is done', () => {
  it('is done in the name of who logged in, whatever the request says', async () => {
    const who = { headers: { ...api.people.analyst.headers, 'x-tidewatch-actor': 'somebody else' } };
    const { data } = await api.query(who, mutation.replace('acknowledgedBy', 'history { actor }'), {
      input: await newestAnomaly(who),
    });
    expect(JSON.stringify(data)).toContain('"actor":"analyst"');
    expect(JSON.stringify(data)).not.toContain('somebody else');
  });
});

describe('a typo', () => {
  it('is answered with what there is to who may look at the schema alone', async () => {
    const message = async (who: Asker): Promise<string> =>
      (await api.query(who, '{ anomalie { reason } }')).errors![0]!.message;
    expect(await message(api.people.analyst)).toContain('Did you mean "anomalies"');
    api.trust('{ anomalie { reason } }');
    expect(await message(api.people.viewer)).not.toContain('Did you mean');
    // What was remembered of the document for one does not hold for another.
    expect(await message(api.people.analyst)).toContain('Did you mean "anomalies"');
  });
});
