import { describe, expect, it, vi } from 'vitest';
import type { Feed } from '../../src/live/feed.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { liveStatus, startApi } from '../api-fixture.ts';
import { bareApis, emptyHistory, json, raw } from '../bare-api.ts';

const start = bareApis();

describe('health', () => {
  it('is alive, and ready while history answers', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ alive: true });
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [], warnings: [] }]);
  });

  it.each([
    ['history is being opened', { phase: 'opening' } as const, emptyHistory],
    ['ingest failed: disk full', { phase: 'failed', fault: 'disk full' } as const, emptyHistory],
    [
      'history does not answer: gone',
      {},
      { ping: () => Promise.reject(new Error('gone')) } as unknown as HistoryReader,
    ],
  ])('is not ready when %s', async (reason, status, history) => {
    const { url } = await start({ status: { current: () => ({ ...liveStatus, ...status }) } }, history);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reasons: [reason], warnings: [] }]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('is ready with a warning when the feed or a file has a fault', async () => {
    const feed: Feed = { ...createMemoryFeed(), fault: () => 'Redis is away' };
    const { url } = await start({ feed, status: { current: () => ({ ...liveStatus, fault: 'a bad file' }) } });
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({
      ready: true,
      reasons: [],
      warnings: ['feed: Redis is away', 'ingest: a bad file'],
    });
  });
});

describe('metrics', () => {
  it('are in the words of Prometheus, without a URL or a client text in a label', async () => {
    const api = await start();
    api.metrics.rowsDropped.inc({ reason: 'too-late' }, 3);
    await api.graphql('query Whatever { ingest { source } }');
    await fetch(`${api.url}/metrics?x=planted`);
    const response = await fetch(`${api.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('tidewatch_ingest_rows_dropped_total{reason="too-late"} 3');
    expect(text).toContain('tidewatch_graphql_operations_total{type="query",outcome="ok"} 1');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toMatch(/planted|Whatever|127\.0\.0\.1/);
  });
});

describe('the count of GraphQL operations', () => {
  const refusedQueries = [
    '{',
    '{ nothing }',
    `{ ${'__typename '.repeat(2001)} }`,
    `{ ${'a: __typename '.repeat(31)} }`,
  ];

  it.each(refusedQueries)('has an operation that is refused once: %.20s', async (query) => {
    const api = await start();
    await api.graphql(query);
    await api.graphql('{ __typename }');
    const { values } = await api.metrics.graphqlOperations.get();
    expect(values.map(({ labels, value }) => [labels.type, labels.outcome, value])).toEqual([
      ['unknown', 'refused', 1],
      ['query', 'ok', 1],
    ]);
  });
});

describe('the body of a GraphQL request', () => {
  const query = (length: number): string =>
    JSON.stringify({ query: '{ __typename }', pad: '' }).replace('""', `"${'x'.repeat(length)}"`);

  it('may have 256 KB', async () => {
    const { url } = await start();
    const body = JSON.stringify({ query: '{ __typename }', variables: { pad: 'x'.repeat(256 * 1024 - 60) } });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: json, body });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('is refused with 413 when it is longer, said beforehand or not', async () => {
    const { url } = await start();
    const announced = await raw(`${url}/graphql`, {
      method: 'POST',
      headers: { ...json, 'content-length': `${300 * 1024}` },
      chunks: ['{'],
    });
    const chunked = await raw(`${url}/graphql`, {
      method: 'POST',
      headers: json,
      chunks: Array.from({ length: 30 }, () => query(10_000)),
    });
    for (const { response, body } of [announced, chunked]) {
      expect(response.statusCode).toBe(413);
      expect(JSON.parse(body.toString())).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
  });

  it('is not a list of operations', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: json,
      body: '[{"query":"{ __typename }"}]',
    });
    expect(response.status).toBe(400);
  });

  it.each(['', '{', 'null', '"x"', '{"query": 5}'])('%j is a 400 with a code', async (body) => {
    const { url } = await start();
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: json, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('stopping', () => {
  it('finishes the request that is under way, and accepts no more', async () => {
    let answer = (): void => undefined;
    const asked = vi.fn<() => void>();
    const slow = {
      statistics: () => {
        asked();
        return new Promise((resolve) => (answer = () => resolve({ subscribers: 1 })));
      },
    } as unknown as HistoryReader;
    const api = await start({}, slow);
    const pending = api.graphql('{ statistics { subscriberCount } }');
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    const stopped = api.stop();
    await vi.waitFor(() => expect(fetch(`${api.url}/health/live`)).rejects.toThrow('fetch failed'));
    answer();
    expect(await pending).toEqual({ data: { statistics: { subscriberCount: 1 } } });
    await stopped;
  });

  it('does not wait for a request longer than its grace', async () => {
    const never = { statistics: () => new Promise(() => undefined) } as unknown as HistoryReader;
    const api = await start({ limits: { stopGraceMs: 50 } }, never);
    const failure = api.graphql('{ statistics { subscriberCount } }').catch((error: unknown) => error);
    await vi.waitFor(() => expect(api.calls.get('statistics')).toBe(1));
    await api.stop();
    expect(await failure).toMatchObject({ message: 'fetch failed' });
  });

  it('ends event streams at once', async () => {
    const api = await start();
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { ...json, accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { anomalyEvents { cursor } }' }),
    });
    const ending = response.text().catch((error: unknown) => error);
    await api.api.stop();
    expect(await ending).toBeInstanceOf(Error);
  });

  it('may be asked for twice, and before the start', async () => {
    const api = await start();
    await Promise.all([api.stop(), api.stop()]);
    expect((await fetch(api.url).catch((error: unknown) => error)) instanceof Error).toBe(true);
  });
});

describe('starting', () => {
  it('fails with a sentence that names the address when the port is taken', async () => {
    const first = await start();
    const { port } = new URL(first.url);
    await expect(startApi(emptyHistory, {}, Number(port))).rejects.toThrow(
      `Can't listen on 127.0.0.1 port ${port}: listen EADDRINUSE`,
    );
  });
});
