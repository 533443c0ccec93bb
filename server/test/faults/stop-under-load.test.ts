import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPushPlace, heldRows, type PushedRow, type PushPlace } from '../push-place.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { openSocket } from '../socket-client.ts';
import { rounds, tellFigure } from './rounds.ts';

const slotSeconds = 600;
const pushers = 4;
const firstSlot = (Math.floor(Date.now() / 1000 / slotSeconds) - 12) * slotSeconds;
const stops = Array.from({ length: rounds({ quick: 1, whole: 5 }) }, (_, n) => n + 1);

let place: PushPlace;
let server: ServerProcess;

beforeEach(async () => {
  place = await createPushPlace();
  // Nothing is handed over before the restart: a device has one report of each moment.
  server = await startServer([...place.options, '--push-wait', '7200']);
});

afterEach(async () => {
  await server.kill();
  await place.remove();
});

const rowOf = (upBytes: number, subscriber: string): PushedRow => ({
  device: '62.0',
  subscriber,
  slotStart: firstSlot,
  upBytes,
  downBytes: 1,
});

/** Each row is of another subscriber, so that none replaces another. Resolves when the server is gone. */
async function pushUntilGone(pusher: number, answered: PushedRow[], onAnswer: () => void): Promise<void> {
  for (let n = 0; ; n++) {
    const subscriber = `${pusher}${String(n).padStart(5, '0')}`;
    const row = rowOf(n, subscriber);
    const answer = await place.push(server.url, [row]);
    if (answer === null) return;
    if (answer.status === 202) answered.push(row);
    onAnswer();
  }
}

it.each(stops)(
  'SIGTERM under load ends with 0, tells the sockets, and loses no row that was answered (%i)',
  async () => {
    const sockets = await Promise.all(Array.from({ length: 10 }, () => openSocket(server.url)));
    for (const client of sockets) {
      await client.greet();
      client.subscribe('1', 'subscription { anomalyEvents { __typename } }');
    }
    const answered: PushedRow[] = [];
    const busy = Promise.withResolvers<void>();
    const pushing = Array.from({ length: pushers }, (_, pusher) =>
      pushUntilGone(pusher, answered, () => {
        if (answered.length > 40) busy.resolve();
      }),
    );
    await busy.promise;
    const stoppingMs = performance.now();
    expect(await server.terminate()).toBe(0);
    tellFigure(
      'SIGTERM under load, to the end of the process',
      `${((performance.now() - stoppingMs) / 1000).toFixed(1)} s`,
    );
    await Promise.all(pushing);
    expect(await Promise.all(sockets.map(async ({ closed }) => (await closed).code))).toEqual(sockets.map(() => 1001));

    server = await startServer([...place.options, '--push-wait', '0']);
    // A slot closes when its device has told of the next ones, too.
    const later = [1, 2, 3].map((slot) => ({ ...rowOf(0, 'later'), slotStart: firstSlot + slot * slotSeconds }));
    await expect.poll(async () => (await place.push(server.url, later))?.status, { timeout: 30_000 }).toBe(202);
    await expect.poll(() => heldRows(server.url, ['later']), { timeout: 60_000 }).toHaveLength(3);
    const subscribers = answered.map(({ subscriber }) => subscriber);
    const expected = answered
      .map(({ device: _, ...row }) => row)
      .sort((a, b) => (a.subscriber < b.subscriber ? -1 : 1));
    expect(await heldRows(server.url, subscribers)).toEqual(expected);
  },
  120_000,
);
