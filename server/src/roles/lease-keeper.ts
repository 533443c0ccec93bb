/** Does a work that one process at a time may do: waits for the lease, works while it holds it, and stops when it is lost. */
import { FenceTaken } from '../history/fence.ts';
import type { Lease } from '../live/lease.ts';
import type { Logger } from '../telemetry/log.ts';
import { unlessAborted } from '../unless-aborted.ts';

/** What was begun under the lease. */
export interface LeasedWork {
  /** Resolves with the fault when it can't go on. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

export interface LeaseKeeperOptions {
  /** What is done under the lease, for the log: "to detect". */
  readonly what: string;
  readonly lease: Pick<Lease, 'acquire' | 'renew' | 'release' | 'raise'>;
  readonly leaseMs: number;
  /** Begins the work. When it rejects, nothing of it may be left. */
  readonly begin: (token: number) => Promise<LeasedWork>;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Gives up early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Monotonic clock, milliseconds. */
  readonly now: () => number;
}

const askAgainMs = 500;
const afterFaultMs = 2000;
const renewalsPerLease = 4;
const releaseMs = 1000;

export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #stopping = new AbortController();
  #keeping: Promise<void> = Promise.resolve();
  #token: number | null = null;
  #fault: string | null = null;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** Of the lease that is held; null while another process works, or nobody can be asked. */
  get token(): number | null {
    return this.#token;
  }

  /** What ended the work the last time; null once it has begun again, here or, as far as this process knows, at another. */
  get fault(): string | null {
    return this.#fault;
  }

  start(): void {
    this.#keeping = this.#keep();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#keeping;
  }

  /** Never rejects. */
  async #keep(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const askedAt = this.#options.now();
      const token = await unlessAborted(
        this.#options.lease.acquire().catch(() => null),
        signal,
      );
      if (token === null) {
        this.#fault = null;
        await this.#options.wait(askAgainMs, signal);
      } else await this.#hold(token, askedAt);
    }
  }

  async #hold(token: number, askedAt: number): Promise<void> {
    const { what, log, wait, lease } = this.#options;
    const ended = new AbortController();
    const end = (): void => ended.abort();
    this.#stopping.signal.addEventListener('abort', end, { once: true });
    log.info({ token }, `This process has the lease, and begins ${what}`);
    this.#token = token;
    const renewing = this.#renew(token, askedAt, ended);
    const fault = await this.#work(token, ended.signal);
    this.#token = null;
    ended.abort();
    await renewing;
    this.#stopping.signal.removeEventListener('abort', end);
    await Promise.race([lease.release(token).catch(() => undefined), wait(releaseMs, new AbortController().signal)]);
    this.#fault = fault?.message ?? null;
    if (fault === null) return;
    if (fault instanceof FenceTaken)
      await unlessAborted(
        lease.raise(fault.newest).catch(() => undefined),
        this.#stopping.signal,
      );
    log.error({ err: fault }, `A fault has ended what this process was ${what}; it is begun again, here or at another`);
    await wait(afterFaultMs, this.#stopping.signal);
  }

  /** Resolves when the work has been stopped: with its fault, or null when the lease or the process ended. Never rejects. */
  async #work(token: number, signal: AbortSignal): Promise<Error | null> {
    try {
      const work = await this.#options.begin(token);
      this.#fault = null;
      const fault = await unlessAborted(work.failed, signal);
      await work.stop();
      return fault;
    } catch (error) {
      return error as Error;
    }
  }

  /** Ends the work when the lease may have run out. */
  async #renew(token: number, askedAt: number, ended: AbortController): Promise<void> {
    const { what, lease, leaseMs, now, wait, log } = this.#options;
    let heldUntil = askedAt + leaseMs;
    while (!ended.signal.aborted) {
      await wait(leaseMs / renewalsPerLease, ended.signal);
      if (ended.signal.aborted) return;
      const sentAt = now();
      const timeLeft = new AbortController();
      const renewed = await Promise.race([
        lease.renew(token).catch(() => false),
        wait(Math.max(0, heldUntil - sentAt), timeLeft.signal).then(() => false),
      ]);
      timeLeft.abort();
      if (renewed) heldUntil = sentAt + leaseMs;
      else {
        log.warn({ token }, `The lease is lost: this process is no longer ${what}`);
        ended.abort();
      }
    }
  }
}
