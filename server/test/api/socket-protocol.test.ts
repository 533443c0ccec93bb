/** Conformance with graphql-transport-ws: one test for each thing that a peer may do, right or wrong. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HistoryReader } from '../../src/history/history.ts';
import { closedSlot } from '../../src/live/feed-contract.ts';
import { startApi, type TestApi } from '../api-fixture.ts';
import { openSocket, type SocketClient } from '../socket-client.ts';

const stream = 'subscription { trafficUpdates { slotStart } }';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ devices: () => Promise.resolve([]) } as unknown as HistoryReader);
});
afterAll(() => api.stop());

async function greeted(): Promise<SocketClient> {
  const client = await openSocket(api.url);
  await client.greet();
  return client;
}

/** Resolves once the server has begun the subscription: the feed has no sign of its own for it. */
async function subscribed(client: SocketClient, id: string): Promise<void> {
  const before = await count('subscription');
  client.subscribe(id, stream);
  await vi.waitFor(async () => expect(await count('subscription')).toBe(before + 1), { interval: 2 });
}

async function count(type: string): Promise<number> {
  const { values } = await api.metrics.graphqlOperations.get();
  return values.filter(({ labels }) => labels.type === type).reduce((sum, { value }) => sum + value, 0);
}

/** The connection is there and answers. */
async function expectAlive(client: SocketClient): Promise<void> {
  client.send({ type: 'ping' });
  expect(await client.next()).toEqual({ type: 'pong' });
  client.socket.terminate();
}

describe('a connection', () => {
  it('is acknowledged, with or without a payload in the greeting', async () => {
    for (const payload of [undefined, { token: 'x' }]) {
      const client = await openSocket(api.url);
      client.send({ type: 'connection_init', ...(payload && { payload }) });
      expect(await client.next()).toEqual({ type: 'connection_ack' });
      client.socket.terminate();
    }
  });

  it('closes with 4408 without a greeting', async () => {
    const client = await openSocket(api.url);
    expect((await client.closed).code).toBe(4408);
  });

  it.each<[number, string, (client: SocketClient) => Promise<void> | void]>([
    [4429, 'two greetings', async (client) => (await client.greet(), client.send({ type: 'connection_init' }))],
    [
      4429,
      'two greetings at once',
      (client) => (client.send({ type: 'connection_init' }), client.send({ type: 'connection_init' })),
    ],
    [4401, 'an operation before the greeting', (client) => client.subscribe('1', '{ __typename }')],
    [4400, 'what is not JSON', (client) => client.socket.send('hello')],
    [4400, 'JSON that is no message', (client) => client.socket.send('[1]')],
    [4400, 'an unknown message', (client) => client.send({ type: 'hello' })],
    [4400, 'an operation without a query', (client) => client.send({ type: 'subscribe', id: '1', payload: {} })],
    [
      4400,
      'an operation without an id',
      (client) => client.send({ type: 'subscribe', payload: { query: '{ __typename }' } }),
    ],
    [4400, 'bytes that are no text', (client) => client.socket.send(Buffer.from([0xff, 0xfe]))],
    [1009, 'a message of more than 64 KB', (client) => client.socket.send('x'.repeat(70_000))],
    [
      4409,
      'an id in use',
      async (client) => {
        await client.greet();
        client.subscribe('1', stream);
        client.subscribe('1', stream);
      },
    ],
  ])('closes with %d for %s', async (code, _name, act) => {
    const client = await openSocket(api.url);
    await act(client);
    expect((await client.closed).code).toBe(code);
  });

  it('closes with 4406 when none or another is spoken', async () => {
    const client = await openSocket(api.url, {}, []);
    expect((await client.closed).code).toBe(4406);
    await expect(openSocket(api.url, {}, ['graphql-ws'])).rejects.toThrow('no subprotocol');
  });

  it('picks its own among several subprotocols', async () => {
    const client = await openSocket(api.url, {}, ['graphql-ws', 'graphql-transport-ws']);
    expect(client.socket.protocol).toBe('graphql-transport-ws');
    await client.greet();
    await expectAlive(client);
  });

  it('answers a ping, before the greeting too, and takes a pong that nobody asked for', async () => {
    const client = await openSocket(api.url);
    client.send({ type: 'pong' });
    client.send({ type: 'ping' });
    expect(await client.next()).toEqual({ type: 'pong' });
    await client.greet();
    await expectAlive(client);
  });
});

describe('an operation', () => {
  it('that is a query answers once and is complete', async () => {
    const client = await greeted();
    client.subscribe('1', '{ __typename }');
    expect(await client.next()).toEqual({ type: 'next', id: '1', payload: { data: { __typename: 'Query' } } });
    expect(await client.next()).toEqual({ type: 'complete', id: '1' });
    await expectAlive(client);
  });

  it('may have the id of one that is complete', async () => {
    const client = await greeted();
    for (let round = 0; round < 2; round++) {
      client.subscribe('1', '{ __typename }');
      expect(await client.next()).toMatchObject({ type: 'next', id: '1' });
      expect(await client.next()).toEqual({ type: 'complete', id: '1' });
    }
    await expectAlive(client);
  });

  it.each([
    ['does not parse', '{', 'GRAPHQL_PARSE_FAILED'],
    ['is not valid', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['goes beyond a limit', `{ ${'__typename '.repeat(3000)} }`, 'QUERY_TOO_COMPLEX'],
  ])('that %s is an error of its own: the connection and its operations go on', async (_name, query, code) => {
    const client = await greeted();
    await subscribed(client, '1');
    client.subscribe('2', query);
    expect(await client.next()).toMatchObject({ type: 'error', id: '2', payload: [{ extensions: { code } }] });
    api.feed.publish('slot', [closedSlot(1)]);
    expect(await client.next()).toMatchObject({ type: 'next', id: '1' });
    await expectAlive(client);
  });

  it('that names no operation of its document is an error of its own', async () => {
    const client = await greeted();
    const payload = { query: 'query A { __typename } query B { __typename }', operationName: 'C' };
    client.send({ type: 'subscribe', id: '1', payload });
    expect(await client.next()).toMatchObject({
      type: 'error',
      id: '1',
      payload: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
    await expectAlive(client);
  });

  it('that the client completes brings nothing more', async () => {
    const client = await greeted();
    await subscribed(client, '1');
    client.send({ type: 'complete', id: '1' });
    client.send({ type: 'ping' });
    expect(await client.next()).toEqual({ type: 'pong' });
    api.feed.publish('slot', [closedSlot(2)]);
    await expectAlive(client);
  });

  it('that the client completes and that never was is no mistake', async () => {
    const client = await greeted();
    client.send({ type: 'complete', id: 'never was' });
    await expectAlive(client);
  });

  it('is refused when 20 are under way on the connection', async () => {
    const client = await greeted();
    for (let n = 0; n < 20; n++) client.subscribe(`${n}`, stream);
    client.subscribe('one too many', stream);
    expect(await client.next()).toMatchObject({
      type: 'error',
      id: 'one too many',
      payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }],
    });
    client.socket.terminate();
  });

  it('may be many on one connection, each answered under its id', async () => {
    const client = await greeted();
    const ids = ['a', 'b', 'c'];
    for (const id of ids) client.subscribe(id, '{ __typename }');
    const messages = [];
    while (messages.length < 6) messages.push(await client.next());
    for (const id of ids) {
      expect(messages.filter((message) => message.id === id).map(({ type }) => type)).toEqual(['next', 'complete']);
    }
    client.socket.terminate();
  });
});
