import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IdentityProvider } from '../../src/access/identity-provider.ts';
import { createSealer } from '../../src/graphql/sealed-text.ts';
import { secret } from '../api-fixture.ts';
import { emptyHistory } from '../bare-api.ts';
import { startClosedApi, type ClosedApi } from '../access-fixture.ts';
import { listenElsewhere } from '../elsewhere.ts';
import { startOidcProvider, type OidcProvider } from '../oidc-provider.ts';

let provider: OidcProvider;
let api: ClosedApi;
let reasons: string[];
let clock = 0;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider.stop());
beforeEach(async () => {
  Object.assign(provider, { wrong: {}, person: { sub: '1', preferred_username: 'viewer' } });
  [reasons, clock] = [[], 0];
  api = await startClosedApi(emptyHistory, {}, undefined, {
    provider: new IdentityProvider({
      issuer: new URL(provider.issuer),
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      publicUrl: new URL('http://tidewatch.test'),
      claim: 'preferred_username',
      sealer: createSealer(secret),
      now: () => Date.now() / 1000 + clock,
    }),
    onRefused: ({ message }) => void reasons.push(message),
  });
});
afterEach(() => api.stop());

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

/** As a browser goes: to us, to the provider, and back with what the provider gave; `change` meddles with that. */
async function goThrough(change = (back: URL, cookies: string): [URL, string] => [back, cookies]): Promise<Response> {
  const begun = await api.ask('/access/oidc/start?back=/anomalies', api.stranger);
  const atProvider = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
  const [back, cookie] = change(new URL(atProvider.headers.get('location')!), cookiesOf(begun));
  expect(back.origin).toBe('http://tidewatch.test');
  return api.ask(back.pathname + back.search, { headers: { cookie } });
}

const refused = { status: 303, location: '/login?refused=1' };
const outcome = (response: Response): object => ({
  status: response.status,
  location: response.headers.get('location'),
});

describe('logging in at the identity provider', () => {
  it('leads back to where one was, as the account of that name', async () => {
    const response = await goThrough();
    expect(outcome(response)).toEqual({ status: 303, location: '/anomalies' });
    const me = await api.ask('/access/me', { headers: { cookie: cookiesOf(response) } });
    expect(await me.json()).toMatchObject({ name: 'viewer', kind: 'person', role: 'viewer', hasProvider: true });
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Strict/);
    expect(api.notes.at(-1)).toMatchObject({ action: 'login', actor: 'viewer', details: { by: 'oidc' } });
  });

  it('asks the provider alone, whatever address a browser brings', async () => {
    const elsewhere = await listenElsewhere();
    const response = await goThrough((back, cookies) => {
      for (const name of ['iss', 'redirect_uri', 'jku', 'back']) back.searchParams.set(name, elsewhere.url);
      return [back, cookies];
    });
    expect([outcome(response), elsewhere.visits]).toEqual([refused, 0]);
    const begun = await api.ask(`/access/oidc/start?back=${elsewhere.url}&iss=${elsewhere.url}`, api.stranger);
    expect([begun.status, begun.headers.get('location'), elsewhere.visits]).toEqual([
      303,
      expect.stringMatching(`^${provider.issuer}/`),
      0,
    ]);
    await elsewhere.stop();
  });

  it('needs an account: whoever has none is not let in', async () => {
    provider.person = { sub: '9', preferred_username: 'stranger' };
    expect(outcome(await goThrough())).toEqual(refused);
    expect(reasons).toEqual(['There is no account of this name']);
  });

  it('lets in nobody else who comes by the same name later', async () => {
    await goThrough();
    provider.person = { sub: '2', preferred_username: 'viewer' };
    expect(outcome(await goThrough())).toEqual(refused);
  });

  it.each([
    ['of another issuer', { iss: 'http://127.0.0.1:1' }],
    ['for somebody else', { aud: 'another' }],
    ['of another attempt', { nonce: 'another' }],
    ['that has expired', { exp: 1 }],
    ['without a signature', { alg: 'none' as const }],
    ['signed with another key', { alg: 'other key' as const }],
  ])('is not done with an id token %s', async (_, wrong) => {
    provider.wrong = wrong;
    expect(outcome(await goThrough())).toEqual(refused);
    expect(reasons).toHaveLength(1);
  });

  it.each<[string, (back: URL, cookies: string) => [URL, string]]>([
    ['without the cookie of the attempt', (back) => [back, '']],
    ['with a cookie that was made up', (back) => [back, 'tidewatch-oidc=AAAAAAAAAAAAAAAAAAAAAAAA']],
    ['with another state', (back, cookies) => [new URL(back.href.replace(/state=[^&]+/, 'state=x')), cookies]],
    [
      'with a code that was not given out',
      (back, cookies) => [new URL(back.href.replace(/code=[^&]+/, 'code=x')), cookies],
    ],
    [
      'after too long a time',
      (back, cookies) => {
        clock = 601;
        return [back, cookies];
      },
    ],
  ])('is not done %s', async (_, change) => {
    expect(outcome(await goThrough(change))).toEqual(refused);
  });

  it('is not done with the attempt of somebody else: the code is bound to it', async () => {
    const other = await api.ask('/access/oidc/start', api.stranger);
    const state = new URL(other.headers.get('location')!).searchParams.get('state')!;
    const response = await goThrough((back) => [
      new URL(back.href.replace(/state=[^&]+/, `state=${state}`)),
      cookiesOf(other),
    ]);
    expect(outcome(response)).toEqual(refused);
    expect(provider.refused.at(-1)).toBe('verifier');
  });

  it('leads to no other site', async () => {
    const begun = await api.ask('/access/oidc/start?back=//evil.example', api.stranger);
    const atProvider = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
    const back = new URL(atProvider.headers.get('location')!);
    const response = await api.ask(back.pathname + back.search, { headers: { cookie: cookiesOf(begun) } });
    expect(response.headers.get('location')).toBe('/');
  });
});
