import { describe, expect, it, vi } from 'vitest';
import { anomalyOf, firstSlot } from '../../test/history-commits.ts';
import type { MuteEvent } from '../domain/suppression.ts';
import { suppressionChangeOf } from '../domain/suppression.ts';
import { SuppressionIndex } from '../domain/suppression-index.ts';
import { createMemoryFeed } from '../live/memory-feed.ts';
import { ActLearner } from './act-learner.ts';

const his = (subscriber: string) => anomalyOf({ id: `of ${subscriber}`, subscriber, openedAt: firstSlot });

function act(type: MuteEvent['type'], subscriber: string, ordinal: number): MuteEvent {
  const mute = { id: `mute of ${subscriber}`, scope: { subscriber }, kinds: [], until: 2 ** 32 - 1 };
  const who = { change: `${ordinal}`, actor: 'alice', madeAt: 1, comment: '' };
  return { type, at: firstSlot, ordinal, mute, undoes: null, ...who };
}

describe('a process that learns what is decided at others', () => {
  it('knows what history has when it has started, and what the feed tells from then on', async () => {
    const feed = createMemoryFeed();
    const suppressions = new SuppressionIndex();
    const before = suppressionChangeOf(act('muted', 's1', 1))!;
    // It is decided while history is read.
    const suppressionChanges = async () => {
      feed.publish('anomaly', [act('muted', 's2', 2)]);
      return [before];
    };
    const learner = new ActLearner({ feed, history: { suppressionChanges }, suppressions });
    await learner.start();
    await vi.waitFor(() =>
      expect(['s1', 's2'].map((one) => suppressions.isSuppressed(his(one)))).toEqual([true, true]),
    );
    feed.publish('anomaly', [act('unmuted', 's1', 3), act('muted', 's3', 4)]);
    await vi.waitFor(() =>
      expect(['s1', 's3'].map((one) => suppressions.isSuppressed(his(one)))).toEqual([false, true]),
    );
    await learner.stop();
  });

  it('is not turned back by an act that comes after a later one', async () => {
    const suppressions = new SuppressionIndex();
    for (const one of [act('unmuted', 's1', 9), act('muted', 's1', 7), act('muted', 's1', 10), act('unmuted', 's1', 8)])
      suppressions.apply(suppressionChangeOf(one)!);
    expect(suppressions.isSuppressed(his('s1'))).toBe(true);
  });

  it('reads history again when more was decided at once than it can hear', async () => {
    const feed = createMemoryFeed();
    const suppressions = new SuppressionIndex();
    const acts = Array.from({ length: 12_000 }, (_, n) => act('muted', `s${n}`, n));
    let known: MuteEvent[] = [];
    const history = { suppressionChanges: async () => known.map((one) => suppressionChangeOf(one)!) };
    const learner = new ActLearner({ feed, history, suppressions });
    await learner.start();
    known = acts;
    for (let n = 0; n < acts.length; n += 1000) feed.publish('anomaly', acts.slice(n, n + 1000));
    await vi.waitFor(() => expect(acts.every((_, n) => suppressions.isSuppressed(his(`s${n}`)))).toBe(true), {
      timeout: 10_000,
    });
    feed.publish('anomaly', [act('unmuted', 's5', 20_000)]);
    await vi.waitFor(() => expect(suppressions.isSuppressed(his('s5'))).toBe(false));
    await learner.stop();
  });
});
