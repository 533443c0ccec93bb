import { expect, it, vi } from 'vitest';
import { comparePlaces, cursorOf, type FeedEntry, type FeedPlace } from '../src/domain/feed-entry.ts';
import type { AnomalyEvent } from '../src/domain/anomaly.ts';
import type { Feed } from '../src/live/feed.ts';
import { createMemoryFeed } from '../src/live/memory-feed.ts';
import { createRedisFeed } from '../src/live/redis-feed.ts';
import { createLog } from '../src/telemetry/log.ts';
import { openSeededHistory, startApi, type TestApi } from './api-fixture.ts';
import { anomalyOf, commitOf, eventOf, slotSeconds } from './history-commits.ts';
import { seededRandom, type Random } from './random.ts';
import { createRedisProcess } from './redis-process.ts';
import { describeWithRedis } from './requires.ts';
import { openSocket } from './socket-client.ts';

const cuts = 200;
const slots = 120;
const question = 'subscription ($after: String) { anomalyEvents(after: $after) { what: __typename cursor } }';

/** None to four events at the end of each slot. */
function randomEvents(random: Random, end: number): AnomalyEvent[][] {
  return Array.from({ length: slots }, (_, slot) =>
    Array.from({ length: random.below(5) }, (_unused, ordinal) =>
      eventOf('updated', end + (slot + 1) * slotSeconds, ordinal, anomalyOf({ id: `a${slot}` })),
    ),
  );
}

/** What a client receives that goes on after its last cursor each time, and leaves at a moment drawn. Null is a gap. */
async function readCutOff(api: TestApi, from: FeedPlace, until: string, random: Random) {
  const received: string[] = [];
  let connections = 0;
  while (received.at(-1) !== until || connections <= cuts) {
    const client = await openSocket(api.url);
    connections += 1;
    await client.greet();
    client.subscribe('1', question, { after: received.at(-1) ?? cursorOf(from) });
    const patience = random.below(4);
    for (let n = 0; n < patience && received.at(-1) !== until; n++) {
      const { payload } = await client.next();
      const { data } = payload as { data: { anomalyEvents: { what: string; cursor: string } } };
      expect(data.anomalyEvents.what).toBe('AnomalyEvent');
      received.push(data.anomalyEvents.cursor);
    }
    client.socket.terminate();
  }
  return received;
}

async function expectEveryEvent(feed: Feed, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const seeded = await openSeededHistory();
  const end = seeded.lastSlot + slotSeconds;
  const api = await startApi(seeded.history, { feed });
  const events = randomEvents(random, end);
  const told: FeedEntry[] = seeded.events.filter(({ at }) => at <= end).toSorted(comparePlaces);
  const expected = [...told.slice(-5), ...events.flat()].map(cursorOf);
  const write = async (): Promise<void> => {
    for (const [slot, ofSlot] of events.entries()) {
      await seeded.history.commit(commitOf({ closedThrough: end + slot * slotSeconds, events: ofSlot }));
      feed.publish('anomaly', ofSlot);
    }
  };
  const [received] = await Promise.all([
    readCutOff(api, told.at(-6)!, expected.at(-1)!, seededRandom(seed + 1)),
    write(),
  ]);
  expect(received).toEqual(expected);
  await api.stop();
  await seeded.remove();
}

const longEnoughMs = 180_000;

it(
  'a client that is cut off 200 times gets every event once and in order',
  () => expectEveryEvent(createMemoryFeed(), 1),
  longEnoughMs,
);

describeWithRedis('over Redis', (path) => {
  it(
    'a client that is cut off 200 times gets every event once and in order',
    async () => {
      const redis = await createRedisProcess(path);
      await redis.start();
      const feed = createRedisFeed({ url: redis.url, prefix: 'resume', log: createLog({ level: 'silent' }) });
      await feed.start();
      await vi.waitFor(() => expect(feed.fault()).toBeNull(), { timeout: 10_000 });
      await expectEveryEvent(feed, 3);
      await redis.kill();
      await redis.remove();
    },
    longEnoughMs,
  );
});
