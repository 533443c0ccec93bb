/** Starts and stops the parts of the app in order. A stop may come at any time, also while the start is under way. */
import type { AuditLog } from './access/audit-log.ts';
import type { Backtester } from './backtest/backtester.ts';
import { CommandFault, exitCodes } from './commands/command-fault.ts';
import { HistoryUnavailable } from './history/history-unavailable.ts';
import type { History } from './history/history.ts';
import type { Api } from './http.ts';
import type { RadiusAccounting } from './ingest/radius/radius-accounting.ts';
import type { Journal } from './pipeline/journal.ts';
import type { Feed } from './live/feed.ts';
import type { RedisMirror } from './mirror/redis-mirror.ts';
import type { Pipeline } from './pipeline.ts';

export interface AppParts {
  readonly history: Pick<History, 'open' | 'close'>;
  readonly journal: Pick<Journal, 'begin'>;
  /** Who did what: begun once history is open, and written to its end before history closes. */
  readonly audit: Pick<AuditLog, 'begin' | 'stop'>;
  readonly feed: Pick<Feed, 'start' | 'stop'>;
  readonly api: Api;
  readonly pipeline: Pick<Pipeline, 'start' | 'stop'>;
  /** Null when nothing is mirrored. */
  readonly mirror: Pick<RedisMirror, 'stop'> | null;
  readonly backtests: Pick<Backtester, 'stop'>;
  /** Null when RADIUS is not listened for. */
  readonly radius: RadiusAccounting | null;
  readonly port: number;
  readonly host: string;
  /** Told when ingest ends with an error; the API goes on. */
  readonly onIngestFailed: (error: Error) => void;
}

export class AppLifecycle {
  readonly #parts: AppParts;
  #starting: Promise<unknown> = Promise.resolve();
  #ingesting: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | null = null;

  constructor(parts: AppParts) {
    this.#parts = parts;
  }

  /** Call once. Gives null when a stop came before the API answered. Throws `CommandFault` when port or history can't be had. */
  start(): Promise<{ url: string } | null> {
    const starting = this.#start();
    // Whoever called sees the error; the stop only waits for the end.
    this.#starting = starting.catch(() => undefined);
    return starting;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<{ url: string } | null> {
    const { history, journal, audit, feed, api, pipeline, radius, port, host, onIngestFailed } = this.#parts;
    if (this.#isStopping()) return null;
    await openOrSayWhy(history);
    await journal.begin();
    await audit.begin();
    if (this.#isStopping()) return null;
    await feed.start();
    if (this.#isStopping()) return null;
    const listening = await listenOrSayWhy(api, { port, host });
    if (this.#isStopping()) return null;
    await radius?.start().catch(unavailable);
    if (this.#isStopping()) return null;
    this.#ingesting = pipeline.start().catch(onIngestFailed);
    return { url: urlOf(host, listening) };
  }

  /** A method, since the compiler would take a field for unchanged across an await. */
  #isStopping(): boolean {
    return this.#stopping !== null;
  }

  async #stop(): Promise<void> {
    // What is half open can't be closed: the start notices the stop after the step that it is at.
    await this.#starting;
    const { history, audit, feed, api, pipeline, mirror, backtests, radius } = this.#parts;
    await api.stop();
    await backtests.stop();
    await radius?.stop();
    await pipeline.stop();
    await this.#ingesting;
    await mirror?.stop();
    await feed.stop();
    await audit.stop();
    await history.close();
  }
}

/** Throws `CommandFault` when a person can mend why it can't be opened. */
export function openOrSayWhy(history: Pick<History, 'open'>): Promise<void> {
  return history.open().catch((error: Error) => {
    if (error instanceof HistoryUnavailable) return unavailable(error);
    throw error;
  });
}

/** Gives the port. Throws `CommandFault` when it can't be had. */
export async function listenOrSayWhy(api: Pick<Api, 'start'>, at: { port: number; host: string }): Promise<number> {
  const { port } = await api.start(at.port, at.host).catch(unavailable);
  return port;
}

export const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

export function unavailable(error: Error): never {
  throw new CommandFault(exitCodes.unavailable, [`${error.message}.`], { cause: error });
}
