/** Behind a reverse proxy: who is believed of whom he serves, and what is held against whom. */
import { describe, expect, it } from 'vitest';
import { startClosedApi, type ClosedApi } from '../access-fixture.ts';
import { emptyHistory } from '../bare-api.ts';

async function guess(api: ClosedApi, forwarded: string): Promise<number> {
  const { status } = await api.ask('/access/login', api.stranger, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
    body: JSON.stringify({ name: 'analyst', password: 'wrong' }),
  });
  return status;
}

/** A guess comes back each 12 s, so on a slow machine there may be more than five. */
async function guessUntilHeld(api: ClosedApi, forwarded: (n: number) => string): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.at(-1) !== 429 && statuses.length < 30) statuses.push(await guess(api, forwarded(statuses.length)));
  return statuses;
}

describe('that a request came over TLS', () => {
  it.each([
    ['is believed of a trusted proxy', ['127.0.0.0/8'], true],
    ['is believed of nobody else', [], false],
  ])('%s', async (_, trustedProxies, isBelieved) => {
    const api = await startClosedApi(emptyHistory, { trustedProxies });
    const response = await api.ask('/access/logout', api.stranger, {
      method: 'POST',
      headers: { 'x-forwarded-proto': 'https' },
    });
    const seen = [
      response.headers.has('strict-transport-security'),
      response.headers.get('set-cookie')!.endsWith('; Secure'),
    ];
    expect(seen).toEqual([isBelieved, isBelieved]);
    await api.stop();
  });
});

describe('wrong passwords', () => {
  it('that come through a trusted proxy are held against whom it serves, and so they stand in the audit', async () => {
    const api = await startClosedApi(emptyHistory, { trustedProxies: ['127.0.0.0/8'] });
    const statuses = await guessUntilHeld(api, (n) => `198.51.100.${n}, 203.0.113.7`);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
    expect(await guess(api, '203.0.113.8')).toBe(401);
    const from = api.notes.filter(({ action }) => action.startsWith('login')).map((note) => note.from);
    expect(new Set(from.filter((one) => one !== '127.0.0.1'))).toEqual(new Set(['203.0.113.7', '203.0.113.8']));
    await api.stop();
  });

  it('are held against the connection where no proxy is trusted, whatever the request says', async () => {
    const api = await startClosedApi(emptyHistory);
    const statuses = await guessUntilHeld(api, (n) => `203.0.113.${n}`);
    expect(statuses.at(-1)).toBe(429);
    await api.stop();
  });
});
