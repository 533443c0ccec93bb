import { afterEach, beforeEach, expect, it } from 'vitest';
import { quantile } from '../../src/evaluate/quantile.ts';
import { createPushPlace, type PushPlace } from '../push-place.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { openSocket, type SocketClient } from '../socket-client.ts';
import { rounds, tellFigure } from './rounds.ts';

const clients = rounds({ quick: 60, whole: 500 });

let place: PushPlace;
let server: ServerProcess;

beforeEach(async () => {
  place = await createPushPlace();
  server = await startServer(place.options);
});

afterEach(async () => {
  await server.terminate();
  await place.remove();
});

/** Follows the feed, and asks once; gives the milliseconds to the answer. */
async function follow(): Promise<{ client: SocketClient; elapsedMs: number }> {
  const client = await openSocket(server.url);
  await client.greet();
  client.subscribe('feed', 'subscription { anomalyEvents { __typename } }');
  const askedMs = performance.now();
  client.subscribe('question', '{ statistics { anomalyCount } }');
  for (;;) {
    const { id, type } = await client.next();
    if (type === 'error') throw new Error(`${id} is refused`);
    if (id === 'question' && type === 'next') return { client, elapsedMs: performance.now() - askedMs };
  }
}

it('a crowd that comes back at once after a crash is served, everyone', async () => {
  const before = await Promise.all(Array.from({ length: clients }, follow));
  const { port } = new URL(server.url);
  await server.kill();
  await Promise.all(before.map(({ client }) => client.closed));
  server = await startServer([...place.options, '--port', port]);
  const beganMs = performance.now();
  const after = await Promise.all(Array.from({ length: clients }, follow));
  const allMs = performance.now() - beganMs;
  const slowest = quantile(
    after.map(({ elapsedMs }) => elapsedMs),
    0.99,
  )!;
  expect(after).toHaveLength(clients);
  expect(after.every(({ client }) => client.socket.readyState === client.socket.OPEN)).toBe(true);
  tellFigure(
    `${clients} clients back at once`,
    `all in ${(allMs / 1000).toFixed(1)} s, a query p99 ${slowest.toFixed(0)} ms`,
  );
  for (const { client } of after) client.socket.terminate();
}, 120_000);
