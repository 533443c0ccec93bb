/** What every feed promises, as tests that each adapter runs against itself. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AnomalyEvent } from '../domain/anomaly.ts';
import { cursorOf, type FeedEntry } from '../domain/feed-entry.ts';
import { bytes, bytesPerSecond } from '../domain/traffic.ts';
import { SlowConsumerError, type ClosedSlotNotice, type Feed } from './feed.ts';

const firstSlot = 1_704_067_200;

/** The n-th event of a made-up subscriber, ten to a slot. */
export function anomalyEvent(n: number): AnomalyEvent {
  const at = firstSlot + 600 * Math.floor(n / 10);
  const rate = bytesPerSecond(1000);
  return {
    type: 'opened',
    at,
    ordinal: n % 10,
    anomaly: {
      id: `anomaly-${n}`,
      subscriber: `${500_000 + n}`,
      device: '62.0',
      kind: 'upload-surge',
      severity: 'warning',
      openedAt: at - 1200,
      detectedAt: at,
      closedAt: null,
      upBytesPerSecond: rate,
      downBytesPerSecond: rate,
      expected: { lowUp: rate, usualUp: rate, highUp: rate, lowDown: rate, usualDown: rate, highDown: rate },
      uploadShare: 0.75,
      usualUploadShare: 0.125,
      comparison: { cohort: 'of the network', shareBelow: 0.9985 },
      score: 7.5,
      peakScore: 9.25,
      slots: 2,
      excessBytes: bytes(123_456_789),
      reason: 'Sent far more than usual.',
      alerted: true,
      ruleVersion: '0123456789ab',
    },
  };
}

export function closedSlot(n: number): ClosedSlotNotice {
  const slotStart = firstSlot + 600 * n;
  const totals = { slotStart, reportedAt: slotStart + 600, late: false, subscribers: 10 + n, upBytes: 1, downBytes: 2 };
  return { slotStart, totals: [{ ...totals, device: null }] };
}

const events = (from: number, to: number): AnomalyEvent[] =>
  Array.from({ length: to - from }, (_, index) => anomalyEvent(from + index));

/** The next `count` messages; waits for each. */
export async function take<Message>(messages: AsyncIterator<Message>, count: number): Promise<Message[]> {
  const taken: Message[] = [];
  while (taken.length < count) {
    const step = await messages.next();
    if (step.done) break;
    taken.push(step.value);
  }
  return taken;
}

const roomy = { capacity: 10_000, overflow: 'close' } as const;

/** `createFeed` gives a feed that nobody has published to; `ready` resolves when what is published reaches listeners. */
export function describeFeedContract(createFeed: () => { feed: Feed; ready: () => Promise<void> }): void {
  let feed: Feed;
  beforeEach(async () => {
    const made = createFeed();
    feed = made.feed;
    await feed.start();
    await made.ready();
  });
  afterEach(() => feed.stop());

  it('gives every listener every message, whole and in order', async () => {
    const listeners = [feed.subscribe('anomaly', roomy), feed.subscribe('anomaly', roomy)];
    feed.publish('anomaly', events(0, 25));
    feed.publish('anomaly', events(25, 40));
    for (const listener of listeners) expect(await take(listener, 40)).toEqual(events(0, 40));
  });

  it('keeps the topics apart', async () => {
    const slots = feed.subscribe('slot', roomy);
    const anomalies = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', [anomalyEvent(1)]);
    feed.publish('slot', [closedSlot(1)]);
    expect(await take(slots, 1)).toEqual([closedSlot(1)]);
    expect(await take(anomalies, 1)).toEqual([anomalyEvent(1)]);
  });

  it('tells a listener nothing of what others had received before it came', async () => {
    const early = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', [anomalyEvent(0)]);
    await take(early, 1);
    const late = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', [anomalyEvent(1)]);
    expect(await take(late, 1)).toEqual([anomalyEvent(1)]);
  });

  it('neither waits for a listener that is frozen nor lets it disturb the others', async () => {
    const frozen = feed.subscribe('anomaly', { capacity: 256, overflow: 'close' });
    const others = Array.from({ length: 3 }, () => feed.subscribe('anomaly', roomy));
    for (let n = 0; n < 5000; n += 50) feed.publish('anomaly', events(n, n + 50));
    for (const other of others) {
      const received = await take(other, 5000);
      expect(received.map(cursorOf)).toEqual(events(0, 5000).map(cursorOf));
    }
    await expect(frozen.next()).rejects.toBeInstanceOf(SlowConsumerError);
    expect(await frozen.next()).toEqual({ done: true, value: undefined });
  });

  it('takes a publish of any size whole for a listener that reads', async () => {
    const reading = feed.subscribe('anomaly', { capacity: 256, overflow: 'close' });
    for (let n = 0; n < 3000; n += 1000) {
      feed.publish('anomaly', events(n, n + 1000));
      expect(await take(reading, 1000)).toEqual(events(n, n + 1000));
    }
  });

  it('keeps from a listener what its filter leaves out, before it can be too much for it', async () => {
    const filter = (entry: FeedEntry): boolean => 'anomaly' in entry && entry.anomaly.id.endsWith('99');
    const choosy = feed.subscribe('anomaly', { capacity: 60, overflow: 'close', filter });
    const all = feed.subscribe('anomaly', roomy);
    for (let n = 0; n < 5000; n += 50) feed.publish('anomaly', events(n, n + 50));
    await take(all, 5000);
    expect(await take(choosy, 50)).toEqual(events(0, 5000).filter(filter));
  });

  it('keeps the newest messages for a listener that wants the oldest dropped', async () => {
    const slow = feed.subscribe('slot', { capacity: 3, overflow: 'drop-oldest' });
    const fast = feed.subscribe('slot', roomy);
    feed.publish(
      'slot',
      Array.from({ length: 10 }, (_, n) => closedSlot(n)),
    );
    await take(fast, 10);
    expect(await take(slow, 3)).toEqual([closedSlot(7), closedSlot(8), closedSlot(9)]);
  });

  it('ends a listener that leaves, even while it waits', async () => {
    const leaving = feed.subscribe('anomaly', roomy);
    const waiting = leaving.next();
    await leaving.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('ends all listeners when it stops, and those that come later at once', async () => {
    const waiting = feed.subscribe('anomaly', roomy).next();
    await feed.stop();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await feed.subscribe('slot', roomy).next()).toEqual({ done: true, value: undefined });
  });

  it('reports no fault while all is well', () => {
    expect(feed.fault()).toBeNull();
  });
}
