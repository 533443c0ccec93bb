import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { comparePlaces, cursorOf, type FeedEntry } from '../../src/domain/feed-entry.ts';
import { anomalyOf, eventOf, slotSeconds } from '../history-commits.ts';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { feedQuestion, toldBy, type Told } from '../feed-question.ts';
import { openSocket, type SocketClient } from '../socket-client.ts';

let seeded: SeededHistory;
let told: readonly FeedEntry[];
let end: number;
const started: TestApi[] = [];
const start = async (options: Parameters<typeof startApi>[1] = {}): Promise<TestApi> => {
  const api = await startApi(seeded.history, options);
  started.push(api);
  return api;
};

beforeAll(async () => {
  seeded = await openSeededHistory();
  end = seeded.lastSlot + slotSeconds;
  told = toldBy(seeded);
});
afterAll(() => seeded.remove());
afterEach(async () => {
  for (const api of started.splice(0)) await api.stop();
});

/** Resolves when the server listens to the feed for the client: what is published from then on reaches it. */
async function follow(api: TestApi, variables: object = {}): Promise<SocketClient> {
  const client = await openSocket(api.url);
  await client.greet();
  const before = await subscriptions(api);
  client.subscribe('1', feedQuestion, variables);
  await vi.waitFor(async () => expect(await subscriptions(api)).toBe(before + 1), { interval: 2, timeout: 10_000 });
  return client;
}

async function subscriptions({ metrics }: TestApi): Promise<number> {
  const { values } = await metrics.graphqlOperations.get();
  return values.filter(({ labels }) => labels.type === 'subscription').reduce((sum, { value }) => sum + value, 0);
}

/** The next one that the feed told, whatever it is. */
async function next(client: SocketClient): Promise<Told> {
  const { type, payload } = await client.next();
  expect(type).toBe('next');
  return (payload as { data: { anomalyEvents: Told } }).data.anomalyEvents;
}

async function take(client: SocketClient, count: number): Promise<Told[]> {
  const taken: Told[] = [];
  while (taken.length < count) taken.push(await next(client));
  return taken;
}

/** Events of the slot after the newest one: nothing of them is in history, where nobody looks for what is live. */
const liveEvents = (count: number, parts: Parameters<typeof anomalyOf>[0] = {}) =>
  Array.from({ length: count }, (_, n) =>
    eventOf('opened', end + slotSeconds, n, anomalyOf({ id: `live${n}`, ...parts })),
  );

const cursors = (items: readonly Told[]): string[] => items.map(({ cursor }) => cursor);
const answers = async ({ metrics }: TestApi): Promise<number> =>
  (await metrics.graphqlEventAnswers.get()).values[0]?.value ?? 0;

describe('a client that comes back', () => {
  it('gets what it missed, each once and in order, and then what happens', async () => {
    const api = await start();
    const client = await follow(api, { after: cursorOf(told[20]!) });
    const missed = told.slice(21);
    expect(cursors(await take(client, missed.length))).toEqual(missed.map(cursorOf));
    api.feed.publish('anomaly', [...liveEvents(3)]);
    expect(cursors(await take(client, 3))).toEqual(liveEvents(3).map(cursorOf));
    client.socket.terminate();
  });

  it('does not get again from the feed what history told it', async () => {
    const api = await start();
    const client = await follow(api, { after: cursorOf(told.at(-4)!) });
    // History has them already, and the feed only now.
    api.feed.publish(
      'anomaly',
      seeded.events
        .filter(({ at }) => at <= end)
        .toSorted(comparePlaces)
        .slice(-2),
    );
    api.feed.publish('anomaly', liveEvents(1));
    const expected = [...told.slice(-3), ...liveEvents(1)].map(cursorOf);
    expect(cursors(await take(client, 4))).toEqual(expected);
    client.socket.terminate();
  });

  it('gets of what it missed only what passes its filter', async () => {
    const client = await follow(await start(), { after: cursorOf(told[0]!), filter: { severities: ['CRITICAL'] } });
    const wanted = told.slice(1).filter((entry) => 'anomaly' in entry && entry.anomaly.severity === 'critical');
    expect(wanted.length).toBeGreaterThan(10);
    expect(cursors(await take(client, wanted.length))).toEqual(wanted.map(cursorOf));
    client.socket.terminate();
  });

  it.each<[string, string, Parameters<typeof startApi>[1], () => string]>([
    ['older than the retention', 'RETENTION', {}, () => `${end - 7 * 86_400 - 1}-0`],
    ['with too much after it', 'TOO_MANY', { following: { mostEntries: 30 } }, () => cursorOf(told.at(-32)!)],
    ['of a slot that is still to come', 'REPLACED', {}, () => `${end + 1}-0`],
    ['beyond the last event of the newest slot', 'REPLACED', {}, () => `${end}-4000`],
  ])('with a cursor %s is told of one gap (%s), and then what happens', async (_what, reason, options, after) => {
    const api = await start(options);
    const client = await follow(api, { after: after() });
    const gap = await next(client);
    expect(gap).toMatchObject({ what: 'Gap', reason, after: after() });
    api.feed.publish('anomaly', liveEvents(2));
    expect(cursors(await take(client, 2))).toEqual(liveEvents(2).map(cursorOf));
    // From the cursor of the gap a client comes back without another one.
    const again = await follow(api, { after: gap.cursor });
    api.feed.publish('anomaly', [eventOf('closed', end + 2 * slotSeconds, 0, anomalyOf({}))]);
    expect(await next(again)).toMatchObject({ what: 'AnomalyEvent' });
    client.socket.terminate();
    again.socket.terminate();
  });

  it('with exactly as much missed as is told again has no gap', async () => {
    const client = await follow(await start({ following: { mostEntries: 30 } }), { after: cursorOf(told.at(-31)!) });
    expect(cursors(await take(client, 30))).toEqual(told.slice(-30).map(cursorOf));
    client.socket.terminate();
  });

  it.each(['', 'garbage', '1704067200', '1-2-3', '-1-0', '4294967296-0'])(
    'with the cursor %j gets BAD_CURSOR',
    async (after) => {
      const client = await follow(await start(), { after });
      expect(await client.next()).toMatchObject({
        type: 'next',
        payload: {
          errors: [
            {
              message: expect.stringContaining(`"after" is "${after}"`) as unknown,
              extensions: { code: 'BAD_CURSOR' },
            },
          ],
        },
      });
      expect(await client.next()).toEqual({ type: 'complete', id: '1' });
      client.socket.terminate();
    },
  );
});

describe('heartbeats', () => {
  it('come while nothing happens, and one can be gone on from', async () => {
    const api = await start({ following: { heartbeatMs: 20 } });
    const client = await follow(api, { filter: { subscriber: 'nobody' } });
    const first = await next(client);
    expect(first).toMatchObject({ what: 'Heartbeat', dataAsOf: '2024-01-07T23:10:00Z' });
    api.feed.publish('anomaly', liveEvents(5));
    await vi.waitFor(async () => expect((await next(client)).cursor).toBe(cursorOf(liveEvents(5).at(-1)!)), {
      timeout: 5000,
      interval: 0,
    });
    const again = await follow(api, { after: first.cursor });
    expect(await next(again)).toMatchObject({ what: 'Heartbeat', cursor: first.cursor });
    client.socket.terminate();
    again.socket.terminate();
  });
});

describe('clients that ask the same', () => {
  it('cost one answer an event, wherever each of them began; those that ask otherwise one of their own', async () => {
    const api = await start();
    const same: SocketClient[] = [];
    for (let n = 0; n < 12; n++) {
      const after = n % 2 === 0 ? cursorOf(told.at(-1)!) : undefined;
      same.push(await follow(api, { after, filter: { kinds: ['BURST'], severities: null } }));
    }
    const other = await follow(api, { filter: { kinds: ['BURST', 'SILENCE'] } });
    const stream = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: feedQuestion, variables: { filter: { severities: null, kinds: ['BURST'] } } }),
    });
    const clients = [...same, other];
    await vi.waitFor(async () => expect(await subscriptions(api)).toBe(clients.length + 1), { timeout: 10_000 });
    api.calls.clear();
    api.feed.publish('anomaly', liveEvents(3, { kind: 'burst', subscriber: 's1' }));
    for (const client of clients) expect(cursors(await take(client, 3))).toEqual(liveEvents(3).map(cursorOf));
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.split('data: {').length === 4) break;
    }
    expect(await answers(api)).toBe(2 * 3);
    expect(api.calls.get('subscribers')).toBe(2 * 3);
    for (const client of clients) client.socket.terminate();
  });

  it('never receive what another filter let through', async () => {
    const api = await start();
    const numbers = ['s1', 's2', 's3'];
    const clients: SocketClient[] = [];
    for (const subscriber of numbers) clients.push(await follow(api, { filter: { subscriber } }));
    const events = Array.from({ length: 60 }, (_, n) =>
      eventOf('opened', end + slotSeconds, n, anomalyOf({ id: `e${n}`, subscriber: numbers[n % 3]! })),
    );
    for (const event of events) api.feed.publish('anomaly', [event]);
    for (const [index, client] of clients.entries()) {
      const own = events.filter((_, n) => n % 3 === index);
      expect(cursors(await take(client, own.length))).toEqual(own.map(cursorOf));
      client.socket.terminate();
    }
  });
});

describe('a client that stops reading', () => {
  it('is told where it was, and misses nothing when it goes on from there', async () => {
    const api = await start();
    const client = await follow(api);
    // From the first one on it follows what is live.
    api.feed.publish('anomaly', liveEvents(1));
    await next(client);
    client.socket.pause();
    const reason = 'x'.repeat(100_000);
    const events = Array.from({ length: 1000 }, (_, n) =>
      eventOf('opened', end + slotSeconds, n + 1, anomalyOf({ reason })),
    );
    for (const event of events) {
      api.feed.publish('anomaly', [event]);
      await new Promise(setImmediate);
    }
    client.socket.resume();
    const received: string[] = [];
    let last = await client.next();
    for (; last.type === 'next'; last = await client.next()) {
      received.push((last.payload as { data: { anomalyEvents: Told } }).data.anomalyEvents.cursor);
    }
    const expected = events.slice(0, received.length).map(cursorOf);
    expect(received).toEqual(expected);
    expect(last).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'SLOW_CONSUMER', cursor: expected.at(-1) } }],
    });
    client.socket.terminate();
  });
});
