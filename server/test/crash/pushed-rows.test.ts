import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPushPlace, heldRows, type PushAnswer, type PushedRow, type PushPlace } from '../push-place.ts';
import { seededRandom } from '../random.ts';
import { startServer, type ServerProcess } from '../server-process.ts';

const slotSeconds = 600;
const slots = 12;
const subscribers = Array.from({ length: 5 }, (_, n) => String(1000 + n));
/** The last of the slots has ended by the clock of this machine. */
const firstSlot = (Math.floor(Date.now() / 1000 / slotSeconds) - slots) * slotSeconds;
const random = seededRandom(3);
const rows: PushedRow[] = Array.from({ length: slots }, (_, slot) => firstSlot + slot * slotSeconds).flatMap(
  (slotStart) =>
    subscribers.map((subscriber) => ({
      device: '62.0',
      subscriber,
      slotStart,
      upBytes: random.below(1e9),
      downBytes: random.below(1e9),
    })),
);
const inSlots = (from: number, to: number): PushedRow[] =>
  rows.slice(from * subscribers.length, to * subscribers.length);
const expected = rows.map(({ device: _, ...row }) => row);

let place: PushPlace;
let server: ServerProcess;

beforeAll(async () => {
  place = await createPushPlace();
  server = await startServer([...place.options, '--push-wait', '0']);
});

afterAll(async () => {
  await server.kill();
  await place.remove();
});

async function restart(): Promise<void> {
  await server.kill();
  server = await startServer([...place.options, '--push-wait', '0']);
}

/** Asks again while it is not ready. */
async function push(some: readonly PushedRow[]): Promise<PushAnswer | null> {
  for (;;) {
    const answer = await place.push(server.url, some);
    if (answer?.status !== 503) return answer;
  }
}

async function untilHeld(some: (found: number) => boolean): Promise<void> {
  while (!some((await heldRows(server.url, subscribers)).length));
}

describe('kill -9 of a server that rows are pushed to', () => {
  it('loses no row that was answered with 202, and counts none twice, whatever is sent again', async () => {
    // At once after the answer.
    expect(await push(inSlots(0, 4))).toMatchObject({ status: 202, accepted: 4 * subscribers.length });
    await restart();
    // In the middle of the next, whose answer nobody hears; the first is not sent again.
    const unanswered = push(inSlots(4, 8));
    await restart();
    await unanswered;
    // While what was kept is handed over and committed.
    expect(await push(inSlots(4, 8))).toMatchObject({ status: 202 });
    expect(await push(inSlots(8, 10))).toMatchObject({ status: 202, accepted: 2 * subscribers.length });
    await untilHeld((found) => found > 0);
    await restart();
    // What was handed over in full comes again with what is new.
    expect(await push(inSlots(9, slots))).toMatchObject({ status: 202 });
    await untilHeld((found) => found >= expected.length);
    expect(await heldRows(server.url, subscribers)).toEqual(expected);
    const again = { status: 202, accepted: 0, repeated: subscribers.length };
    expect(await push(inSlots(slots - 1, slots))).toMatchObject(again);
  });
}, 120_000);
