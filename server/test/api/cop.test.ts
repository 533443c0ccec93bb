/** What graphql-cop 1.15 looks for, check by check: nothing is found, by a stranger and by each role. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/access/policy.ts';
import { emptyHistory } from '../bare-api.ts';
import { startClosedApi, type Asker, type ClosedApi } from '../access-fixture.ts';

let api: ClosedApi;
beforeAll(async () => {
  api = await startClosedApi(emptyHistory);
});
afterAll(() => api.stop());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

async function send(who: Asker, path: string, init: RequestInit): Promise<Answer> {
  const response = await api.ask(path, who, init);
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') ?? '' };
}
const post = (who: Asker, body: unknown, headers = { 'content-type': 'application/json' }): Promise<Answer> =>
  send(who, '/graphql', { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
const hasData = ({ text }: Answer): boolean => /"data":\{/.test(text);
const times = (count: number, part: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');

/** Whether the finding is there. */
const checks: readonly (readonly [name: string, find: (who: Asker) => Promise<boolean>])[] = [
  [
    'alias overloading',
    async (who) => hasData(await post(who, { query: `{ ${times(101, (n) => `a${n}: __typename`)} }` })),
  ],
  [
    'array batching',
    async (who) =>
      hasData(
        await post(
          who,
          Array.from({ length: 10 }, () => ({ query: '{ __typename }' })),
        ),
      ),
  ],
  [
    'directive overloading',
    async (who) => {
      const { text } = await post(who, { query: `{ __typename ${times(50, () => '@aa')} }` });
      return (text.match(/Unknown directive/g) ?? []).length > 1;
    },
  ],
  [
    'circular introspection',
    async (who) => {
      const query = `{ __schema { types { fields { type { fields { type { fields { type { fields { type { fields { type { fields { name } } } } } } } } } } } } } }`;
      return hasData(await post(who, { query }));
    },
  ],
  ['field duplication', async (who) => hasData(await post(who, { query: `{ ${times(2500, () => '__typename')} }` }))],
  ['GET queries', async (who) => hasData(await send(who, '/graphql?query={__typename}', {}))],
  [
    'mutation over GET',
    async (who) =>
      hasData(
        await send(
          who,
          `/graphql?query=${encodeURIComponent('mutation { undo(input: { change: "x" }) { __typename } }')}`,
          {},
        ),
      ),
  ],
  [
    'url-encoded POST',
    async (who) =>
      hasData(await post(who, 'query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' })),
  ],
  ['trace mode', async (who) => (await post(who, { query: '{ __typename }' })).text.includes('"tracing"')],
  [
    'unhandled errors',
    async (who) => {
      const { text } = await post(who, { query: 'qwerty cop { abc }' });
      return /stacktrace|exception|node_modules|\bat \w+ \(/i.test(text);
    },
  ],
];
const ofExplorers: typeof checks = [
  [
    'introspection',
    async (who) => (await post(who, { query: '{ __schema { types { name } } }' })).text.includes('"types"'),
  ],
  ['field suggestions', async (who) => (await post(who, { query: '{ anomalie }' })).text.includes('Did you mean')],
  [
    'GraphQL IDE',
    async (who) => {
      const { text } = await send(who, '/graphql', { headers: { accept: 'text/html' } });
      return /graphiql|playground/i.test(text);
    },
  ],
];

describe.each(['stranger', ...roles, 'limited'] as const)('as %s', (name) => {
  const who = (): Asker => (name === 'stranger' ? api.stranger : api.people[name]);
  it.each(checks)('there is no finding of %s', async (_, find) => {
    expect(await find(who())).toBe(false);
  });

  const mayExplore = ['analyst', 'admin', 'integrator', 'limited'].includes(name);
  it.each(ofExplorers)(`there is ${mayExplore ? 'what is meant for him' : 'no finding'} of %s`, async (_, find) => {
    expect(await find(who())).toBe(mayExplore);
  });
});

describe('the same over a WebSocket', () => {
  it.each([
    ['aliases', `{ ${times(101, (n) => `a${n}: __typename`)} }`],
    ['tokens', `{ ${times(2500, () => '__typename')} }`],
    ['directives', `{ __typename ${times(50, () => '@aa')} }`],
    ['levels', `{ psxDevices ${'{ edges { node { subscribers '.repeat(5)} { __typename } ${'} } }'.repeat(5)} }`],
  ])('too many %s are refused, and the socket goes on', async (_, query) => {
    const socket = await api.socket(api.people.analyst);
    await socket.greet();
    socket.subscribe('1', query);
    expect(await socket.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    });
    socket.subscribe('2', '{ __typename }');
    expect(await socket.next()).toMatchObject({ type: 'next', id: '2' });
    socket.socket.close();
  });
});

describe('a viewer', () => {
  it('sends the documents of the dashboard, and nothing else, on every transport', async () => {
    const who = api.people.viewer;
    const own = '{ __typename }';
    const refused = { errors: [{ extensions: { code: 'FORBIDDEN' } }] };
    expect(await api.query(who, own)).toMatchObject({ status: 403, ...refused });
    expect(await api.stream(who, own)).toMatchObject(refused);
    const socket = await api.socket(who);
    await socket.greet();
    socket.subscribe('1', own);
    expect(await socket.next()).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'FORBIDDEN' } }] });
    const unknown = { extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } } };
    expect(JSON.parse((await post(who, unknown)).text)).toMatchObject({
      errors: [{ extensions: { code: 'UNKNOWN_DOCUMENT' } }],
    });
    api.trust('{ a: __typename }');
    expect(await api.query(who, '{ a: __typename }')).toEqual({ status: 200, data: { a: 'Query' } });
    // A text beside the hash changes nothing.
    const both = { ...api.payload('{ a: __typename }'), query: '{ ingest { source } }' };
    expect(JSON.parse((await post(who, both)).text)).toEqual({ data: { a: 'Query' } });
    socket.socket.close();
  });
});

describe('who asks for too much', () => {
  it('is told when he may again, on every transport, and nobody else is', async () => {
    const small = await startClosedApi(emptyHistory, { costLimit: { perSecond: 0.01, burst: 3 } });
    try {
      const { analyst, admin } = small.people;
      const socket = await small.socket(analyst);
      await socket.greet();
      for (let n = 0; n < 4; n++) await small.query(analyst, '{ psxDevices { edges { node { name } } } }');
      const json = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      };
      for (const [path, init] of [
        ['/graphql', json],
        ['/api/statistics', {}],
      ] as const) {
        const refused = await small.ask(path, analyst, init);
        expect([path, refused.status]).toEqual([path, 429]);
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      socket.subscribe('1', '{ __typename }');
      expect(await socket.next()).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
      expect((await small.query(admin, '{ __typename }')).status).toBe(200);
      socket.socket.close();
    } finally {
      await small.stop();
    }
  });
});
