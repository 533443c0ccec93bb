/**
 * The one way into history and on to the feed: each commit and each request of people is written and then told, one after
 * another, so that the feed has the order of history and tells nothing that history does not have.
 */
import { isAct, type ActDraft, type ActEntry, type FeedEntry } from './domain/feed-entry.ts';
import type { SuppressionIndex } from './domain/suppression-index.ts';
import { suppressionChangeOf } from './domain/suppression.ts';
import type { EpochSeconds } from './domain/traffic.ts';
import type { Commit, History } from './history/history.ts';
import type { Feed } from './live/feed.ts';

export interface JournalOptions {
  readonly history: Pick<History, 'commit' | 'appendActs' | 'actsOfChange' | 'suppressionChanges'>;
  readonly feed: Pick<Feed, 'publish'>;
  /** Learns of every act before the feed does. */
  readonly suppressions: SuppressionIndex;
}

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

  commit(commit: Commit): Promise<void> {
    return this.#inTurn(async () => {
      await this.#options.history.commit(commit);
      this.#tell(commit.events);
    });
  }

  /** As `History.appendActs`, for acts of one change. */
  act(change: string, decide: (at: EpochSeconds) => Promise<readonly ActDraft[]>): Promise<ActEntry[]> {
    return this.#inTurn(async () => {
      let isDecided = false;
      try {
        const acts = await this.#options.history.appendActs(async (at) => {
          const drafts = await decide(at);
          isDecided = true;
          return drafts;
        });
        this.#tell(acts);
        return acts;
      } catch (error) {
        if (isDecided) this.#doubtful = change;
        throw error;
      }
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const outcome = this.#previous.then(() => this.#settle()).then(work);
    this.#previous = outcome.then(
      () => undefined,
      () => undefined,
    );
    return outcome;
  }

  /** Tells of what was written though it seemed to fail, before anything later is written. */
  async #settle(): Promise<void> {
    if (this.#doubtful === null) return;
    this.#tell(await this.#options.history.actsOfChange(this.#doubtful));
    this.#doubtful = null;
  }

  #tell(entries: readonly FeedEntry[]): void {
    for (const entry of entries) {
      const change = isAct(entry) ? suppressionChangeOf(entry) : null;
      if (change !== null) this.#options.suppressions.apply(change);
    }
    if (entries.length > 0) this.#options.feed.publish('anomaly', entries);
  }
}
