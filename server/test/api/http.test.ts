import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Feed } from '../../src/live/feed.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { liveStatus, startApi, type TestApi } from '../api-fixture.ts';

const emptyHistory = {
  ping: () => Promise.resolve(),
  devices: () => Promise.resolve([]),
  feedExtent: () => Promise.resolve({ closedEnd: 0, entries: 0, newest: null }),
} as unknown as HistoryReader;

const started: TestApi[] = [];
const start = async (options: Parameters<typeof startApi>[1] = {}, history = emptyHistory): Promise<TestApi> => {
  const api = await startApi(history, options);
  started.push(api);
  return api;
};
afterEach(async () => {
  for (const api of started.splice(0)) await api.stop();
});

/** As `fetch`, but the headers go out as they are, and a body may come in pieces. */
async function raw(
  url: string,
  {
    method = 'GET',
    headers = {},
    chunks = [],
  }: { method?: string; headers?: Record<string, string>; chunks?: readonly string[] },
): Promise<{ response: IncomingMessage; body: Buffer }> {
  const request = httpRequest(url, { method, headers });
  request.on('error', () => undefined);
  for (const chunk of chunks) request.write(chunk);
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { response, body: Buffer.concat(parts) };
}

const json = { 'content-type': 'application/json' };

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

describe('the dashboard', () => {
  let directory: string;
  const page = '<!doctype html><title>Tidewatch</title>';
  const script = 'export const answer = 42;'.repeat(50);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tidewatch-dashboard-'));
    const immutable = join(directory, '_app/immutable');
    await mkdir(immutable, { recursive: true });
    await writeFile(join(directory, 'index.html'), page);
    await writeFile(join(directory, 'gone.txt'), 'soon gone');
    await writeFile(join(immutable, 'app.js'), script);
    await writeFile(join(immutable, 'app.js.br'), brotliCompressSync(script));
    await writeFile(join(immutable, 'app.js.gz'), gzipSync(script));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
  ])('has compressed files for who accepts %s', async (accepted, encoding, decompress) => {
    const { url } = await start({ dashboardDir: directory });
    const { response, body } = await raw(`${url}/_app/immutable/app.js`, { headers: { 'accept-encoding': accepted } });
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.headers['content-type']).toMatch(/javascript/);
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(decompress(body).toString()).toBe(script);
  });

  it('gives index.html for every page, to be asked for again', async () => {
    const { url } = await start({ dashboardDir: directory });
    for (const path of ['/', '/subscribers/500123', '/devices/62.0', '/anomalies?status=OPEN']) {
      const response = await fetch(url + path, { headers: { accept: 'text/html,*/*' } });
      expect([path, response.status, await response.text()]).toEqual([path, 200, page]);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('answers 404 for a file that is not there', async () => {
    const { url } = await start({ dashboardDir: directory });
    const response = await fetch(`${url}/_app/immutable/missing.js`, { headers: { accept: '*/*' } });
    expect(response.status).toBe(404);
  });

  it('answers 304 when the file is known, and takes a mad range for none', async () => {
    const { url } = await start({ dashboardDir: directory });
    const first = await fetch(`${url}/`, { headers: { accept: 'text/html' } });
    const again = await fetch(`${url}/`, {
      headers: { accept: 'text/html', 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    const ranged = await fetch(`${url}/`, { headers: { accept: 'text/html', range: 'bytes=9-3' } });
    expect([ranged.status, await ranged.text()]).toEqual([200, page]);
  });

  it('survives that a file vanishes', async () => {
    const { url } = await start({ dashboardDir: directory });
    await rm(join(directory, 'gone.txt'));
    await expect(fetch(`${url}/gone.txt`).then((response) => response.text())).rejects.toThrow();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('does not leave its folder', async () => {
    await writeFile(join(directory, 'outside.txt'), 'not yours');
    await writeFile(join(directory, '_app', 'index.html'), page);
    const { url } = await start({ dashboardDir: join(directory, '_app') });
    for (const path of ['/..%2foutside.txt', '/%2e%2e%2foutside.txt', '/immutable/..%2f..%2foutside.txt']) {
      const { response } = await raw(url + path, { headers: { accept: '*/*' } });
      expect(response.statusCode).toBe(404);
    }
  });

  it('says how to build it when it is not built', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm start');
  });
});

describe('every answer', () => {
  it('tells browsers not to guess types, not to be framed and to send no referrer', async () => {
    const { url } = await start();
    for (const path of ['/', '/graphql', '/api/statistics', '/health/live', '/nothing']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it('goes only to those who call this machine by its own name', async () => {
    const { url } = await start();
    for (const host of ['evil.example', 'a b', '<script>']) {
      const { response, body } = await raw(`${url}/graphql?query={__typename}`, { headers: { host } });
      expect(response.statusCode).toBe(421);
      expect(body.toString()).not.toMatch(/\.ts|\.js|node_modules/);
    }
  });

  it('is the same for a request that names the whole URL', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const headers = 'Host: localhost\r\nx-graphql-yoga-csrf: 1\r\nConnection: close';
    socket.end(`GET http://localhost/graphql?query={__typename} HTTP/1.1\r\n${headers}\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('is a 400 for a path that is no URL', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  });
});

describe('a page of another site', () => {
  const origin = 'https://noc.example';

  it('is given no leave by default', async () => {
    const { url } = await start();
    for (const path of ['/graphql', '/api/statistics']) {
      const preflight = await fetch(url + path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      const answer = await fetch(`${url}${path}`, { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  it('is given leave when its origin is listed, without credentials', async () => {
    const { url } = await start({ allowedOrigins: [origin] });
    const preflight = await fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...json, origin },
      body: '{"query":"{ __typename }"}',
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('can not ask by a form or a link', async () => {
    const { url } = await start();
    const simple = [
      fetch(`${url}/graphql?query={__typename}`),
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: '{"query":"{ __typename }"}',
      }),
      fetch(`${url}/graphql`, { method: 'POST', body: new URLSearchParams({ query: '{ __typename }' }) }),
    ];
    for (const response of await Promise.all(simple)) {
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    }
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
