/** A history under test: a new one for each test, closed behind it, and opened again where a test asks for it. */
import { afterEach, beforeEach } from 'vitest';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { createHistory } from '../src/history/clickhouse-history.ts';
import type { HistoryOptions } from '../src/history/clickhouse-history.ts';
import type { Engine } from '../src/history/engine.ts';
import type { History } from '../src/history/history.ts';
import { slotSeconds } from './history-commits.ts';

/** Where a history is kept. */
export type Place = Pick<HistoryOptions, 'url' | 'path' | 'database'>;

export interface Kind {
  /** "embedded history" */
  readonly name: string;
  /** A place where nothing is yet. */
  newPlace(): Promise<Place>;
  /** The engine behind a place that no history has open. */
  openEngine(place: Place): Promise<Engine>;
}

export interface Harness {
  readonly directory: SubscriberIndex;
  readonly history: History;
  /** Closes the history and opens another in its place, with other options if given. */
  reopen(options?: Partial<HistoryOptions>): Promise<void>;
  /** Closes the history, lets `work` have the engine, and opens the history again. */
  withEngine(work: (engine: Engine) => Promise<void>): Promise<void>;
  readonly warnings: readonly string[];
}

/** To be called in a `describe`. What it gives is renewed for each test. */
export function historyHarness(kind: Kind): Harness {
  let directory = new SubscriberIndex();
  let history: History;
  let place: Place;
  const warnings: string[] = [];
  const open = async (options: Partial<HistoryOptions> = {}): Promise<void> => {
    const log = { warn: (_: object, message: string) => warnings.push(message) };
    const next = createHistory({
      ...place,
      slotSeconds,
      rawRetentionDays: 30,
      hourlyRetentionDays: 400,
      directory,
      log,
      ...options,
    });
    await next.open();
    history = next;
  };

  beforeEach(async () => {
    directory = new SubscriberIndex();
    warnings.length = 0;
    place = await kind.newPlace();
    await open();
  });
  afterEach(async () => history.close());

  return {
    get directory() {
      return directory;
    },
    get history() {
      return history;
    },
    warnings,
    async reopen(options) {
      await history.close();
      await open(options);
    },
    async withEngine(work) {
      await history.close();
      const engine = await kind.openEngine(place);
      try {
        await work(engine);
      } finally {
        await engine.close();
      }
      await open();
    },
  };
}
