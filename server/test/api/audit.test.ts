import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryReader } from '../../src/history/history.ts';
import { startApi, type TestApi } from '../api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({} as HistoryReader);
});
afterAll(() => api.stop());

/** As a client that is not a form of another site: with the header that such a page can not send unasked. */
const fetchFn: typeof fetch = (url, options) => {
  const headers = new Headers(options?.headers);
  headers.set('x-graphql-yoga-csrf', '1');
  return fetch(url, { ...options, headers });
};

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${api.url}/graphql`, fetchFn });

  it('is held to all 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (_id, _name, audit) => {
    expect(await audit()).toMatchObject({ status: 'ok' });
  });
});

describe('GraphQL over HTTP without the header', () => {
  const audits = serverAudits({ url: () => `${api.url}/graphql` });
  /** GET requests that a form of another site could send as well. */
  const refused = ['5A70', '6A70', 'D6D5'];

  it('is refused what may be left out, and nothing else', async () => {
    const results = await Promise.all(audits.map(async ({ id, fn }) => ({ id, result: await fn() })));
    const others = results.filter(({ result }) => result.status !== 'ok');
    expect(others.map(({ id }) => id).sort()).toEqual(refused);
    // "Notice": the specification says MAY.
    for (const { result } of others) expect(result).toMatchObject({ status: 'notice', response: { status: 403 } });
  });
});
