import { describe, expect, it } from 'vitest';
import { anomalyOf, commitOf, eventOf } from '../../test/history-commits.ts';
import { firstActOrdinal, type ActDraft, type ActEntry, type FeedEntry } from '../domain/feed-entry.ts';
import { SuppressionIndex } from '../domain/suppression-index.ts';
import type { Commit, History } from '../history/history.ts';
import { Journal } from './journal.ts';

const found = anomalyOf({ id: 'a', subscriber: 's1' });
const commit = (n: number): Commit => commitOf({ closedThrough: n, events: [eventOf('opened', n, 0, found)] });
const muting = (change: string): ActDraft => ({
  type: 'muted',
  change,
  actor: 'alice',
  madeAt: 1,
  comment: '',
  mute: { id: change, scope: { subscriber: 's1' }, kinds: [], until: 4_000_000_000 },
  undoes: null,
});

/** Takes a turn of the event loop for each write, and fails when told to: before the write, or only in its answer. */
class SlowHistory {
  readonly written: string[] = [];
  readonly acts: ActEntry[] = [];
  readonly failures: ('before' | 'answer')[] = [];
  readonly port = {
    commit: (one: Commit) => this.#write(() => this.written.push(`commit ${one.closedThrough}`)),
    appendActs: async (decide: (at: number) => Promise<readonly ActDraft[]>) => {
      const drafts = await decide(0);
      const placed = drafts.map((draft): ActEntry => ({
        ...draft,
        at: 0,
        ordinal: firstActOrdinal + this.acts.length,
      }));
      await this.#write(() => {
        this.acts.push(...placed);
        this.written.push(...placed.map(({ change }) => `act ${change}`));
      });
      return placed;
    },
    actsOfChange: async (change: string) => this.acts.filter((act) => act.change === change),
    suppressionChanges: () => Promise.resolve([]),
  } satisfies Partial<History>;

  async #write(work: () => void): Promise<void> {
    const failure = this.failures.shift();
    await new Promise(setImmediate);
    if (failure === 'before') throw new Error('no room');
    work();
    if (failure === 'answer') throw new Error('connection lost');
  }
}

function setUp() {
  const history = new SlowHistory();
  const suppressions = new SuppressionIndex();
  const told: string[] = [];
  const publish = (_topic: string, entries: readonly unknown[]): void => {
    for (const entry of entries as FeedEntry[]) {
      const name = entry.type === 'opened' ? `commit ${entry.at}` : `act ${(entry as ActEntry).change}`;
      told.push(name);
      expect(history.written).toContain(name);
      expect(suppressions.isSuppressed(found)).toBe(told.some((one) => one.startsWith('act')));
    }
  };
  return {
    history,
    told,
    suppressions,
    journal: new Journal({ history: history.port, feed: { publish }, suppressions }),
  };
}

describe('the journal', () => {
  it('tells commits and acts in the order in which they are written, each after it was', async () => {
    const { history, told, journal } = setUp();
    await Promise.all([
      journal.commit(commit(1)),
      journal.act('x', async () => [muting('x')]),
      journal.act('y', async () => [muting('y')]),
      journal.commit(commit(2)),
    ]);
    expect(told).toEqual(['commit 1', 'act x', 'act y', 'commit 2']);
    expect(history.written).toEqual(told);
  });

  it('tells nothing of what was not written, and goes on', async () => {
    const { history, told, suppressions, journal } = setUp();
    history.failures.push('before', 'before');
    await expect(journal.act('x', async () => [muting('x')])).rejects.toThrow('no room');
    await expect(journal.commit(commit(1))).rejects.toThrow('no room');
    expect(suppressions.isSuppressed(found)).toBe(false);
    await journal.commit(commit(1));
    expect(told).toEqual(['commit 1']);
  });

  it('tells before anything else what was written although it seemed to fail', async () => {
    const { history, told, journal } = setUp();
    history.failures.push('answer');
    await expect(journal.act('x', async () => [muting('x')])).rejects.toThrow('connection lost');
    expect(told).toEqual([]);
    await journal.commit(commit(1));
    await journal.commit(commit(2));
    expect(told).toEqual(['act x', 'commit 1', 'commit 2']);
  });

  it('hands on what the decision throws', async () => {
    const { journal } = setUp();
    await expect(journal.act('x', () => Promise.reject(new Error('not so')))).rejects.toThrow('not so');
    expect(await journal.act('y', async () => [])).toEqual([]);
  });
});
