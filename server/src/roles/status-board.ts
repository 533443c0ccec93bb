/** The status of the detector, for the other processes: it hangs it out in Redis every second, and they look at it. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { RedisConnection } from '../live/redis-connection.ts';
import type { IngestStatus, StatusReader } from '../telemetry/status.ts';

export interface StatusBoardOptions {
  readonly connection: RedisConnection;
  readonly key: string;
}

const intervalMs = 1000;
/** A detector that is silent for longer is not there. */
const shownMs = 5000;

/** Hangs out the status until stopped. */
export class StatusSign {
  readonly #options: StatusBoardOptions & { readonly status: StatusReader };
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StatusBoardOptions & { readonly status: StatusReader }) {
    this.#options = options;
  }

  start(): void {
    this.#hangOut();
    this.#timer = setInterval(() => this.#hangOut(), intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #hangOut(): void {
    const { connection, key, status } = this.#options;
    if (connection.fault() !== null) return;
    connection.client.set(key, JSON.stringify(status.current()), 'PX', shownMs).catch(() => undefined);
  }
}

export interface StatusWatchOptions extends StatusBoardOptions {
  readonly slotSeconds: number;
  /** Start of the newest closed slot, from history. */
  readonly closedThrough: () => Promise<EpochSeconds | null>;
}

export const noDetector = 'No detector is at work: what collectors read waits';

/** What the board says; while it says nothing, what history knows. */
export class StatusWatch implements StatusReader {
  readonly #options: StatusWatchOptions;
  #status: IngestStatus;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;

  constructor(options: StatusWatchOptions) {
    this.#options = options;
    this.#status = {
      phase: 'live',
      source: '',
      simulated: false,
      dataAsOf: null,
      slotSeconds: options.slotSeconds,
      done: 0,
      total: 0,
      unreadableFiles: 0,
      unlistedDevices: [],
      fault: noDetector,
    };
  }

  current(): IngestStatus {
    return this.#status;
  }

  /** Resolves when it has looked once. History must be open. */
  async start(): Promise<void> {
    await this.#look();
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = null));
    }, intervalMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    const { connection, key, closedThrough } = this.#options;
    const shown = connection.fault() === null ? await unlessSlow(connection.client.get(key)) : null;
    const told = shown === null ? null : (JSON.parse(shown) as IngestStatus);
    const dataAsOf = told?.dataAsOf ?? (await closedThrough().catch(() => this.#status.dataAsOf));
    // A detector that begins has nothing to tell yet; what it found before is there to be read all the same.
    const phase = told === null ? 'live' : told.phase === 'opening' ? 'rebuilding' : told.phase;
    const fault = told === null ? (connection.fault() ?? noDetector) : told.fault;
    this.#status = { ...this.#status, ...told, phase, dataAsOf, fault };
  }
}

/** Null when it fails, or does not come: a break of the connection holds the answer up until it is back. */
function unlessSlow(answer: Promise<string | null>): Promise<string | null> {
  const slow = new Promise<null>((resolve) => setTimeout(resolve, intervalMs, null).unref());
  return Promise.race([answer.catch(() => null), slow]);
}
