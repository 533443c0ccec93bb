import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createClient } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { AnomalyEvent } from '../../src/domain/anomaly.ts';
import { anomalyEvent, closedSlot } from '../../src/live/feed-contract.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { startApi, type TestApi } from '../api-fixture.ts';
import { openSocket, refusalOf, type SocketClient } from '../socket-client.ts';

/** Subscriptions look up subscribers and devices; here there are none. */
const emptyHistory = {
  subscribers: () => Promise.resolve(new Map()),
  devices: () => Promise.resolve([]),
  feedExtent: () => Promise.resolve({ closedEnd: 0, entries: 0, newest: null }),
  ping: () => Promise.resolve(),
} as unknown as HistoryReader;

const eventsQuery =
  'subscription ($filter: AnomalyFilter) { anomalyEvents(filter: $filter) { cursor ... on AnomalyEvent { type anomaly { reason subscriber { number device { name } } } } } }';

let api: TestApi;
const started: TestApi[] = [];
const start = async (options: Parameters<typeof startApi>[1] = {}): Promise<TestApi> => {
  const made = await startApi(emptyHistory, options);
  started.push(made);
  return made;
};
beforeEach(async () => {
  api = await start();
});
afterEach(async () => {
  for (const made of started.splice(0)) await made.stop();
});

/** Resolves once the server has begun the subscription: the feed has no sign of its own for it. */
async function subscribed(client: SocketClient, id: string, query: string, variables = {}): Promise<void> {
  const before = await count('subscription');
  client.subscribe(id, query, variables);
  await vi.waitFor(async () => expect(await count('subscription')).toBe(before + 1), { interval: 2 });
}

async function count(type: string): Promise<number> {
  const { values } = await api.metrics.graphqlOperations.get();
  return values.filter(({ labels }) => labels.type === type).reduce((sum, { value }) => sum + value, 0);
}

const largeEvent = (n: number): AnomalyEvent => {
  const event = anomalyEvent(n);
  return { ...event, anomaly: { ...event.anomaly, reason: 'x'.repeat(20_000) } };
};

/** An event stream of all events, of which nothing is read until somebody does. */
async function openStream(url: string): Promise<IncomingMessage> {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const request = httpRequest(`${url}/graphql`, { method: 'POST', headers });
  request.end(
    JSON.stringify({ query: 'subscription { anomalyEvents { cursor ... on AnomalyEvent { anomaly { reason } } } }' }),
  );
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  return response;
}

describe('anomaly events', () => {
  it('come with the anomaly as it was, those that pass the filter alone', async () => {
    const client = await openSocket(api.url);
    await client.greet();
    await subscribed(client, '1', eventsQuery, { filter: { subscriber: '500002' } });
    api.feed.publish('anomaly', [0, 1, 2, 3].map(anomalyEvent));
    expect(await client.next()).toEqual({
      type: 'next',
      id: '1',
      payload: {
        data: {
          anomalyEvents: {
            type: 'OPENED',
            cursor: '1704067200-2',
            anomaly: {
              reason: 'Sent far more than usual.',
              subscriber: { number: '500002', device: { name: '62.0' } },
            },
          },
        },
      },
    });
    client.socket.terminate();
  });

  it('reach a proper client library', async () => {
    const client = createClient({ url: `${api.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const events = client.iterate({ query: 'subscription { anomalyEvents { cursor } }' });
    const first = events.next();
    await vi.waitFor(async () => expect(await count('subscription')).toBe(1), { interval: 2 });
    api.feed.publish('anomaly', [anomalyEvent(5)]);
    expect((await first).value).toEqual({ data: { anomalyEvents: { cursor: '1704067200-5' } } });
    await client.dispose();
  });

  it('also come as an event stream over HTTP', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { anomalyEvents { cursor } }' }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    api.feed.publish('anomaly', [anomalyEvent(7)]);
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes('data: {')) break;
    }
    expect(text).toContain('data: {"data":{"anomalyEvents":{"cursor":"1704067200-7"}}}');
  });

  it('stop for an event stream that reads too slowly, and disturb nobody else', async () => {
    const healthy = await openSocket(api.url);
    await healthy.greet();
    const frozen = await openStream(api.url);
    await subscribed(healthy, '1', 'subscription { anomalyEvents { cursor } }');
    for (let n = 0; n < 1000; n++) {
      api.feed.publish('anomaly', [largeEvent(n)]);
      await healthy.next();
    }
    let text = '';
    for await (const chunk of frozen) text += (chunk as Buffer).toString();
    expect(text.match(/"cursor"/g)?.length).toBeLessThan(1000);
    expect(text).toMatch(/SLOW_CONSUMER.*\n\nevent: complete/);
    healthy.socket.terminate();
  });

  it('do not keep an event stream that takes nothing at all', async () => {
    const quick = await start({ limits: { pingIntervalMs: 40 } });
    const leave = spyOnLeaving(quick);
    const frozen = await openStream(quick.url);
    for (let n = 0; n < 250; n++) quick.feed.publish('anomaly', [largeEvent(n)]);
    await vi.waitFor(() => expect(leave).toHaveBeenCalledTimes(1), { timeout: 10_000 });
    frozen.destroy();
  });

  it('stop for a client that reads too slowly, who is told so, while others get every one', async () => {
    const frozen = await openSocket(api.url);
    const healthy = await openSocket(api.url);
    for (const client of [frozen, healthy]) {
      await client.greet();
      await subscribed(
        client,
        '1',
        'subscription { anomalyEvents { cursor ... on AnomalyEvent { anomaly { reason } } } }',
      );
    }
    frozen.socket.pause();
    for (let n = 0; n < 3000; n += 1) {
      api.feed.publish('anomaly', [largeEvent(n)]);
      expect(await healthy.next()).toMatchObject({
        payload: { data: { anomalyEvents: { cursor: expect.anything() as unknown } } },
      });
    }
    frozen.socket.resume();
    let last = await frozen.next();
    let received = 0;
    for (; last.type === 'next'; last = await frozen.next()) received += 1;
    expect(received).toBeLessThan(3000);
    expect(last).toMatchObject({ type: 'error', id: '1', payload: [{ extensions: { code: 'SLOW_CONSUMER' } }] });
    frozen.socket.terminate();
    healthy.socket.terminate();
  });

  it('are no longer waited for once the client has gone', async () => {
    const leave = spyOnLeaving(api);
    const client = await openSocket(api.url);
    await client.greet();
    await subscribed(client, '1', eventsQuery);
    await subscribed(client, '2', 'subscription { trafficUpdates { slotStart } }');
    client.send({ type: 'complete', id: '1' });
    await vi.waitFor(() => expect(leave).toHaveBeenCalledTimes(1));
    client.socket.terminate();
    await vi.waitFor(() => expect(leave).toHaveBeenCalledTimes(2));
    (await openStream(api.url)).destroy();
    await vi.waitFor(() => expect(leave).toHaveBeenCalledTimes(3));
  });
});

/** Called whenever a listener of the feed leaves it. */
function spyOnLeaving({ feed }: TestApi): () => void {
  const leave = vi.fn<() => void>();
  const subscribe = feed.subscribe.bind(feed);
  vi.spyOn(feed, 'subscribe').mockImplementation((...args) => {
    const messages = subscribe(...args);
    const leaving = (): ReturnType<NonNullable<typeof messages.return>> => {
      leave();
      return messages.return?.() ?? Promise.resolve({ done: true, value: undefined });
    };
    return { next: () => messages.next(), return: leaving, [Symbol.asyncIterator]: () => messages };
  });
  return leave;
}

describe('traffic updates', () => {
  it('bring the newest slot, and skip those in between', async () => {
    const client = await openSocket(api.url);
    await client.greet();
    await subscribed(
      client,
      '1',
      'subscription { trafficUpdates { slotStart network { subscriberCount } devices { point { start } } } }',
    );
    const startMs = performance.now();
    for (let n = 0; n < 50; n++) api.feed.publish('slot', [closedSlot(n)]);
    await client.next();
    expect(await client.next()).toMatchObject({
      payload: { data: { trafficUpdates: { slotStart: '2024-01-01T08:10:00Z', network: { subscriberCount: 59 } } } },
    });
    expect(performance.now() - startMs).toBeGreaterThan(240);
    client.socket.terminate();
  });
});

describe('an event stream', () => {
  it('is refused with 503 when there are as many as there may be', async () => {
    const small = await start({ limits: { connections: 1 } });
    const first = await openStream(small.url);
    const second = await openStream(small.url);
    expect([first.statusCode, second.statusCode, second.headers['retry-after']]).toEqual([200, 503, '10']);
    first.destroy();
    await vi.waitFor(async () => expect((await openStream(small.url)).statusCode).toBe(200));
  });
});

describe('an upgrade', () => {
  it.each([
    ['of another site', 403, '/graphql', { headers: { origin: 'http://evil.example' } }],
    ['without a meaningful origin', 403, '/graphql', { headers: { origin: 'null' } }],
    ['for another host', 403, '/graphql', { headers: { host: 'evil.example' } }],
    ['of another path', 404, '/other', {}],
  ])('%s is refused with %d', async (_name, status, path, options) => {
    expect(await refusalOf(api.url + path, options)).toBe(status);
  });

  it('is accepted from our own page, from a listed site, and from a program', async () => {
    const listed = await start({ allowedOrigins: ['https://noc.example'] });
    for (const origin of [listed.url, 'https://noc.example', undefined]) {
      const client = await openSocket(listed.url, origin === undefined ? {} : { headers: { origin } });
      client.send({ type: 'connection_init' });
      expect(await client.next()).toEqual({ type: 'connection_ack' });
      client.socket.terminate();
    }
  });

  it('is refused with 503 when there are as many connections as there may be', async () => {
    const small = await start({ limits: { connections: 2 } });
    const clients = [await openSocket(small.url), await openSocket(small.url)];
    expect(await refusalOf(`${small.url}/graphql`, {})).toBe(503);
    clients[0]?.socket.terminate();
    await vi.waitFor(async () => expect((await small.metrics.webSocketClients.get()).values[0]?.value).toBe(1));
    (await openSocket(small.url)).socket.terminate();
    clients[1]?.socket.terminate();
  });
});

describe('a client that is gone without a word', () => {
  it('is cut off when it does not answer a ping', async () => {
    const quick = await start({ limits: { pingIntervalMs: 30 } });
    const deaf = await openSocket(quick.url, { autoPong: false });
    expect((await deaf.closed).code).toBe(1006);
    const alive = await openSocket(quick.url);
    await alive.greet();
    for (let pings = 0; pings < 4; pings++) await new Promise((resolve) => alive.socket.once('ping', resolve));
    alive.send({ type: 'ping' });
    expect(await alive.next()).toEqual({ type: 'pong' });
    alive.socket.terminate();
  });
});

describe('stopping', () => {
  it('closes every connection with 1001', async () => {
    const client = await openSocket(api.url);
    await client.greet();
    client.subscribe('1', eventsQuery);
    await api.stop();
    expect(await client.closed).toEqual({ code: 1001, reason: 'The server is stopping' });
  });

  it('cuts off a client that does not answer', async () => {
    const quick = await start({ limits: { stopGraceMs: 50 } });
    const client = await openSocket(quick.url);
    client.socket.pause();
    await quick.stop();
    client.socket.resume();
    expect([1001, 1006]).toContain((await client.closed).code);
  });
});
