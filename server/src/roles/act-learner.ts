/** Learns from the feed what people decide at any of the processes, so that verdicts and mutes hold in this one too. */
import { isAct, type FeedEntry } from '../domain/feed-entry.ts';
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import { suppressionChangeOf } from '../domain/suppression.ts';
import type { HistoryReader } from '../history/history.ts';
import type { Feed, Stream } from '../live/feed.ts';
import { SlowConsumerError } from '../live/feed.ts';

export interface ActLearnerOptions {
  readonly feed: Pick<Feed, 'subscribe'>;
  readonly history: Pick<HistoryReader, 'suppressionChanges'>;
  readonly suppressions: SuppressionIndex;
}

/** Changes that may wait; more are read from history. */
const capacity = 1000;

export class ActLearner {
  readonly #options: ActLearnerOptions;
  #stream: Stream<FeedEntry> | null = null;
  #learning: Promise<void> = Promise.resolve();

  constructor(options: ActLearnerOptions) {
    this.#options = options;
  }

  /** Resolves when it knows all that history has; listens before it reads, so that nothing falls between. */
  async start(): Promise<void> {
    this.#stream = this.#listen();
    await this.#read();
    this.#learning = this.#learn();
  }

  async stop(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    await stream?.return?.();
    await this.#learning;
  }

  #listen(): Stream<FeedEntry> {
    const filter = (entry: FeedEntry): boolean => isAct(entry) && suppressionChangeOf(entry) !== null;
    return this.#options.feed.subscribe('anomaly', { capacity, overflow: 'close', filter });
  }

  async #read(): Promise<void> {
    const { history, suppressions } = this.#options;
    for (const change of await history.suppressionChanges()) suppressions.apply(change);
  }

  async #learn(): Promise<void> {
    for (let stream = this.#stream; stream !== null; stream = this.#stream) {
      try {
        for await (const entry of stream) this.#apply(entry);
        return;
      } catch (error) {
        if (!(error instanceof SlowConsumerError)) throw error;
        this.#stream &&= this.#listen();
        await this.#read();
      }
    }
  }

  #apply(entry: FeedEntry): void {
    const change = isAct(entry) ? suppressionChangeOf(entry) : null;
    if (change !== null) this.#options.suppressions.apply(change);
  }
}
