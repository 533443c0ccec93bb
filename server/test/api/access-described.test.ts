/** The routes below /access answer as the description of the API says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, startClosedApi, type Asker, type ClosedApi } from '../access-fixture.ts';
import { emptyHistory } from '../bare-api.ts';
import { restContract, type RestContract } from '../rest-contract.ts';

const json = { 'content-type': 'application/json' };

let api: ClosedApi;
let admin: RestContract;
let stranger: RestContract;
beforeAll(async () => {
  api = await startClosedApi(emptyHistory);
  admin = await restContract(api.url, api.people.admin.headers);
  // A stranger may not see the description; he is asked by the admin's.
  stranger = {
    ...admin,
    ask: (path, init = {}) =>
      admin.ask(path, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), cookie: '' } }),
  };
});
afterAll(() => api.stop());

const sending = (method: string, body: unknown): RequestInit => ({ method, headers: json, body: JSON.stringify(body) });

describe('a route below /access', () => {
  it('tells an admin of accounts and keys, as described', async () => {
    expect((await admin.ask('/access/me')).status).toBe(200);
    expect((await admin.ask('/access/accounts')).status).toBe(200);
    expect((await admin.ask('/access/keys')).status).toBe(200);
    const account = { role: 'viewer', password: 'a password of theirs', devices: ['62.0'] };
    expect((await admin.ask('/access/accounts/new', sending('PUT', account))).json).toMatchObject({
      hasPassword: true,
    });
    const key = { name: 'new', scopes: ['read'], expiresAt: Date.now() / 1000 + 3600 };
    const made = await admin.ask('/access/keys', sending('POST', key));
    expect(made.json).toMatchObject({ key: expect.stringMatching(/^tw_/) as string });
    const { id } = made.json as { id: string };
    expect((await admin.ask(`/access/keys/${id}`, sending('DELETE', {}))).status).toBe(200);
    expect((await admin.ask('/access/accounts/new', sending('DELETE', {}))).status).toBe(200);
  });

  it.each<[number, string, RequestInit]>([
    [400, '/access/keys', sending('POST', { name: 'x' })],
    [400, '/access/accounts/%zz', sending('DELETE', {})],
    [404, '/access/keys/none', sending('DELETE', {})],
    [404, '/access/audit', {}],
    [404, '/access/oidc/start', {}],
    [409, '/access/keys', sending('POST', { name: 'reader', scopes: ['read'], expiresAt: Date.now() / 1000 + 60 })],
    [413, '/access/keys', sending('POST', 'x'.repeat(20_000))],
    [415, '/access/keys', { method: 'POST', headers: { 'x-graphql-yoga-csrf': '1' }, body: 'x' }],
    [404, '/access/subscriber-export', sending('POST', { number: '1', reason: 'a test' })],
  ])('answers %d at %s, as described', async (status, path, init) => {
    expect((await admin.ask(path, init)).status).toBe(status);
  });

  it('lets people in and out, as described', async () => {
    expect((await stranger.ask('/access/me')).json).toMatchObject({ name: null });
    expect((await stranger.ask('/access/login', sending('POST', { name: 'viewer', password: 'x' }))).status).toBe(401);
    expect(
      (await stranger.ask('/access/first', sending('POST', { token: 'x', name: 'y', password: 'z' }))).status,
    ).toBe(401);
    const came = await stranger.ask('/access/login', sending('POST', { name: 'viewer', password }));
    expect(came.status).toBe(200);
    const who: Asker = { headers: { cookie: came.headers.getSetCookie()[0]!.split(';', 1)[0]! } };
    const other = sending('POST', { before: password, after: 'another good password' });
    expect((await admin.ask('/access/password', { ...other, headers: { ...json, ...who.headers } })).status).toBe(200);
    expect(
      (await admin.ask('/access/logout', { ...sending('POST', {}), headers: { ...json, ...who.headers } })).status,
    ).toBe(200);
    expect((await stranger.ask('/access/keys')).status).toBe(401);
  });
});
