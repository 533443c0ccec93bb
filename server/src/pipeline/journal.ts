/**
 * The one way into history and on to the feed: each commit and each request of people is written and then told, one after
 * another, so that the feed has the order of history and tells nothing that history does not have.
 */
import { isAct, type ActDraft, type ActEntry, type FeedEntry } from '../domain/feed-entry.ts';
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import { suppressionChangeOf } from '../domain/suppression.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Commit, History } from '../history/history.ts';

export interface JournalOptions {
  readonly history: Pick<History, 'commit' | 'appendActs' | 'actsOfChange' | 'suppressionChanges'>;
  /** Resolves when the feed has the entries, or never will; does not reject. */
  readonly feed: { publish(topic: 'anomaly', entries: readonly FeedEntry[]): void | Promise<void> };
  /** Learns of every act before the feed does. */
  readonly suppressions: SuppressionIndex;
  /** Where several processes write to one history: lets one of them write and tell at a time. */
  readonly turn?: Turn;
}

/** Does the work when it is this process's turn; rejects when it can't be had, or with the work. */
export type Turn = <Result>(of: 'commit' | 'act', work: () => Promise<Result>) => Promise<Result>;

export class Journal {
  readonly #options: JournalOptions;
  #previous: Promise<void> = Promise.resolve();
  /** A change that failed: its acts may be in history, and nobody was told. */
  #doubtful: string | null = null;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Learns what is suppressed. History must be open; call it before anything else. */
  async begin(): Promise<void> {
    const { history, suppressions } = this.#options;
    for (const change of await history.suppressionChanges()) suppressions.apply(change);
  }

  /** Lets the feed catch up with history: whoever wrote last may have ended before he told. */
  catchUp(): Promise<void> {
    return this.#inTurn('commit', async () => this.#options.feed.publish('anomaly', []));
  }

  commit(commit: Commit): Promise<void> {
    return this.#inTurn('commit', async () => {
      await this.#options.history.commit(commit);
      await this.#tell(commit.events);
    });
  }

  /** As `History.appendActs`, for acts of one change. */
  act(change: string, decide: (at: EpochSeconds) => Promise<readonly ActDraft[]>): Promise<ActEntry[]> {
    return this.#inTurn('act', async () => {
      let isDecided = false;
      try {
        const acts = await this.#options.history.appendActs(async (at) => {
          const drafts = await decide(at);
          isDecided = true;
          return drafts;
        });
        await this.#tell(acts);
        return acts;
      } catch (error) {
        if (isDecided) this.#doubtful = change;
        throw error;
      }
    });
  }

  #inTurn<Result>(of: 'commit' | 'act', work: () => Promise<Result>): Promise<Result> {
    const { turn = (_, alone) => alone() } = this.#options;
    const outcome = this.#previous.then(() =>
      turn(of, async () => {
        await this.#settle();
        return work();
      }),
    );
    this.#previous = outcome.then(
      () => undefined,
      () => undefined,
    );
    return outcome;
  }

  /** Tells of what was written though it seemed to fail, before anything later is written. */
  async #settle(): Promise<void> {
    if (this.#doubtful === null) return;
    await this.#tell(await this.#options.history.actsOfChange(this.#doubtful));
    this.#doubtful = null;
  }

  async #tell(entries: readonly FeedEntry[]): Promise<void> {
    for (const entry of entries) {
      const change = isAct(entry) ? suppressionChangeOf(entry) : null;
      if (change !== null) this.#options.suppressions.apply(change);
    }
    if (entries.length > 0) await this.#options.feed.publish('anomaly', entries);
  }
}
