import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { accessInMemory } from '../../src/access/access-file.ts';
import { accountOf, withAccount } from '../../src/access/access-state.ts';
import { createAccess } from '../../src/access/access.ts';
import { secret, startApi } from '../api-fixture.ts';
import { emptyHistory } from '../bare-api.ts';
import { keyText, password, startClosedApi, withKey, type Asker, type ClosedApi } from '../access-fixture.ts';

let api: ClosedApi;
beforeEach(async () => {
  api = await startClosedApi(emptyHistory);
});
afterEach(() => api.stop());

const json = { 'content-type': 'application/json' };
const nameOf = async (who: Asker): Promise<unknown> =>
  ((await (await api.ask('/access/me', who)).json()) as { name: unknown }).name;
const post = (path: string, who: Asker, body: object = {}, headers: object = json): Promise<Response> =>
  api.ask(path, who, { method: 'POST', headers: { ...headers }, body: JSON.stringify(body) });

describe('logging in', () => {
  it('gives a cookie that no script reads and no other site sends, over HTTPS to HTTPS alone', async () => {
    const [cookie] = (await api.logIn('viewer')).headers.getSetCookie();
    expect(cookie).toMatch(/^tidewatch-session=[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const secure = { ...json, origin: 'https://tidewatch.example.net' };
    const behindProxy = await post('/access/login', api.stranger, { name: 'viewer', password }, secure);
    expect(behindProxy.headers.getSetCookie()[0]).toMatch(/; Secure$/);
  });

  it('says the same of a wrong password and of a name that is not there, and keeps neither', async () => {
    const answers = [await api.logIn('viewer', 'wrong password'), await api.logIn('nobody', 'wrong password')];
    const [first, second] = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(first).toBe(second);
    expect(JSON.stringify([api.notes, api.logged])).not.toContain('wrong password');
    expect(api.notes.filter(({ action }) => action === 'login-refused')).toHaveLength(2);
  });

  it('is slowed down after five wrong passwords, and goes on later', async () => {
    for (let n = 0; n < 5; n++) expect((await api.logIn('viewer', `wrong ${n}`)).status).toBe(401);
    // What came back meanwhile may be enough for one more.
    await api.logIn('viewer', 'wrong again');
    const refused = await api.logIn('viewer');
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    api.clock.ahead += 25;
    expect((await api.logIn('viewer')).status).toBe(200);
  });

  it('takes JSON of the right form alone', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('/access/login', api.stranger, {}, form)).status).toBe(415);
    expect((await post('/access/login', api.stranger, { name: 'viewer' })).status).toBe(400);
    expect((await post('/access/login', api.stranger, { name: 'viewer', password: 'x'.repeat(20_000) })).status).toBe(
      413,
    );
    expect((await api.ask('/access/login', api.stranger)).status).toBe(405);
  });

  it('is over after twelve hours', async () => {
    expect(await nameOf(api.people.viewer)).toBe('viewer');
    api.clock.ahead += 12 * 3600 + 1;
    expect(await nameOf(api.people.viewer)).toBeNull();
  });
});

describe('a cookie', () => {
  const mutation = { query: 'mutation { undo(input: { change: "none" }) { __typename } }' };

  it('is not enough for a request that another site can make a browser send', async () => {
    const who = api.people.analyst;
    const plain = { 'content-type': 'text/plain' };
    for (const path of ['/graphql', '/access/logout'])
      expect((await post(path, who, mutation, plain)).status).toBe(403);
    const evil = { ...json, origin: 'https://evil.example' };
    for (const path of ['/graphql', '/access/logout']) expect((await post(path, who, mutation, evil)).status).toBe(403);
    expect((await api.ask('/graphql?query={__typename}', who)).status).toBe(403);
    expect((await post('/graphql', who, mutation, { ...json, origin: api.url })).status).toBe(200);
  });

  it('is good no more for who logged out, with the others of the same person left', async () => {
    const other = { headers: { cookie: (await api.logIn('viewer')).headers.getSetCookie()[0]!.split(';')[0]! } };
    const logout = await post('/access/logout', api.people.viewer);
    expect(logout.headers.getSetCookie()[0]).toContain('Max-Age=0');
    expect([await nameOf(api.people.viewer), await nameOf(other)]).toEqual([null, 'viewer']);
  });

  it('of before is good no more once the password is another', async () => {
    const body = { before: password, after: 'another long sentence' };
    expect((await post('/access/password', api.people.viewer, { ...body, before: 'guess' })).status).toBe(401);
    const changed = await post('/access/password', api.people.viewer, body);
    expect(await nameOf(api.people.viewer)).toBeNull();
    expect(await nameOf({ headers: { cookie: changed.headers.getSetCookie()[0]!.split(';')[0]! } })).toBe('viewer');
    expect((await api.logIn('viewer')).status).toBe(401);
  });
});

const trafficUpdates = 'subscription { trafficUpdates { slotStart } }';

describe('what is open', () => {
  const asAdmin = (path: string, method: string, body: object = {}): Promise<Response> =>
    api.ask(path, api.people.admin, { method, headers: json, body: JSON.stringify(body) });
  const ends: readonly (readonly [what: string, who: () => Asker, end: () => Promise<unknown>])[] = [
    ['logout', () => api.people.viewer, () => post('/access/logout', api.people.viewer)],
    [
      'a change of the role',
      () => api.people.viewer,
      () => asAdmin('/access/accounts/viewer', 'PUT', { role: 'analyst' }),
    ],
    [
      'other devices',
      () => api.people.viewer,
      () => asAdmin('/access/accounts/viewer', 'PUT', { role: 'viewer', devices: ['62.0'] }),
    ],
    ['the end of the account', () => api.people.viewer, () => asAdmin('/access/accounts/viewer', 'DELETE')],
    ['revoking the key', () => withKey(keyText.reader), () => asAdmin('/access/keys/reader', 'DELETE')],
    ['the end of the session', () => api.people.viewer, async () => (api.clock.ahead += 13 * 3600)],
    ['the end of the key', () => withKey(keyText.reader), async () => (api.clock.ahead += 2 * 86_400)],
  ];

  // The look around comes once a second: the time-out of the test is five.
  it.each(ends)(
    'is closed within five seconds after %s: socket and event streams',
    { timeout: 5000 },
    async (_, who, end) => {
      api.trust(trafficUpdates);
      const socket = await api.socket(who());
      await socket.greet();
      const [graphql, rest] = await Promise.all([
        api.ask('/graphql', who(), {
          method: 'POST',
          headers: { ...json, accept: 'text/event-stream' },
          body: JSON.stringify(api.payload(trafficUpdates)),
        }),
        api.ask('/api/anomalies/stream', who()),
      ]);
      expect([graphql.status, rest.status]).toEqual([200, 200]);
      const streams = [graphql, rest].map((stream) => stream.text().catch(() => 'cut off'));
      await end();
      expect((await socket.closed).code).toBe(4403);
      expect(await Promise.all(streams)).toEqual(['cut off', 'cut off']);
    },
  );
});

describe('one person', () => {
  it('has twenty sockets at most, leaves room for others, and gets the places back', async () => {
    const open = async (who: Asker) => {
      const socket = await api.socket(who);
      socket.send({ type: 'connection_init' });
      const first = await Promise.race([socket.next(), socket.closed]);
      return { socket, outcome: 'code' in first ? first.code : first.type };
    };
    const sockets = [];
    for (let n = 0; n < 20; n++) sockets.push(await open(api.people.viewer));
    expect(new Set(sockets.map(({ outcome }) => outcome))).toEqual(new Set(['connection_ack']));
    expect((await open(api.people.viewer)).outcome).toBe(4429);
    expect((await open(api.people.admin)).outcome).toBe('connection_ack');
    sockets[0]!.socket.socket.close();
    await sockets[0]!.socket.closed;
    await vi.waitFor(async () => expect((await open(api.people.viewer)).outcome).toBe('connection_ack'), {
      timeout: 10_000,
    });
  });
});

describe('the first start that others can reach', () => {
  it('shows a token that makes one admin, once', async () => {
    const store = accessInMemory();
    const access = createAccess({
      store,
      isLocal: false,
      secret,
      now: () => Date.now() / 1000,
      audit: () => undefined,
    });
    const first = await startApi(emptyHistory, { access });
    try {
      const token = await access.login.drawFirstToken();
      const make = (body: object): Promise<Response> =>
        fetch(`${first.url}/access/first`, { method: 'POST', headers: json, body: JSON.stringify(body) });
      const wanted = { token, name: 'ann', password };
      expect(await (await fetch(`${first.url}/access/me`)).json()).toMatchObject({
        isOpen: false,
        takesFirstToken: true,
      });
      expect((await make({ ...wanted, token: 'guess' })).status).toBe(401);
      expect((await make({ ...wanted, password: 'short' })).status).toBe(400);
      const made = await make(wanted);
      expect([made.status, made.headers.getSetCookie().length]).toEqual([200, 1]);
      expect((await make({ ...wanted, name: 'eve' })).status).toBe(401);
      expect((await store.current()).accounts.map(({ name, role }) => [name, role])).toEqual([['ann', 'admin']]);
      expect(await access.login.drawFirstToken()).toBeNull();
      expect(JSON.stringify(await store.current())).not.toContain(password);
    } finally {
      await first.stop();
    }
  });
});

describe('a server of this machine alone', () => {
  it('belongs to whoever sits there until somebody has an account', async () => {
    const store = accessInMemory();
    const access = createAccess({ store, isLocal: true, secret, now: () => Date.now() / 1000, audit: () => undefined });
    const local = await startApi(emptyHistory, { access });
    try {
      const me = async (): Promise<unknown> => (await fetch(`${local.url}/access/me`)).json();
      expect(await me()).toMatchObject({ name: 'local', role: 'admin', isOpen: true });
      const body = JSON.stringify({ role: 'viewer', password });
      const put = (name: string, role: string): Promise<Response> =>
        fetch(`${local.url}/access/accounts/${name}`, {
          method: 'PUT',
          headers: json,
          body: body.replace('viewer', role),
        });
      expect((await put('vic', 'viewer')).status).toBe(409);
      expect((await put('ann', 'admin')).status).toBe(200);
      expect(await me()).toMatchObject({ name: null, isOpen: false });
    } finally {
      await local.stop();
    }
  });
});

describe('an admin', () => {
  it('makes keys that are shown once, with an end', async () => {
    const wanted = { name: 'tickets', scopes: ['read'], devices: null, expiresAt: Date.now() / 1000 + 3600 };
    const made = await post('/access/keys', api.people.admin, wanted);
    const { key } = (await made.json()) as { key: string };
    api.trust('{ __typename }');
    expect((await api.query(withKey(key), '{ __typename }')).status).toBe(200);
    const listed = await (await api.ask('/access/keys', api.people.admin)).text();
    expect(listed).toContain('tickets');
    expect(listed).not.toContain(key);
    expect(JSON.stringify([api.notes, api.logged, await api.store.current()])).not.toContain(key);
    expect((await post('/access/keys', api.people.admin, { ...wanted, name: 'old', expiresAt: 1 })).status).toBe(400);
    expect(
      (await post('/access/keys', api.people.admin, { ...wanted, name: 'all', scopes: ['everything'] })).status,
    ).toBe(400);
  });

  it('can not be the last one to go', async () => {
    const gone = await api.ask('/access/accounts/admin', api.people.admin, { method: 'DELETE', headers: json });
    expect(gone.status).toBe(409);
    expect(accountOf(await api.store.current(), 'admin')).not.toBeNull();
    await api.store.change((state) => withAccount(state, { ...accountOf(state, 'admin')!, name: 'second' }));
    expect(
      (await api.ask('/access/accounts/admin', api.people.admin, { method: 'DELETE', headers: json })).status,
    ).toBe(200);
  });
});
