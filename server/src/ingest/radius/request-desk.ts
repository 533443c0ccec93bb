/**
 * Takes accounting requests as they come, many at a time, and says of each when it is safe: its traffic is kept in history
 * first, the counters that the next differences are taken to after it. What is not kept has not been told: it is sent again.
 */
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { RadiusHistory } from '../../history/radius-counters.ts';
import type { ReceivedRecord } from '../../history/received.ts';
import type { ReceivedSource } from '../received/received-source.ts';
import type { AccountingRequest } from './accounting-request.ts';
import { BatchAccount } from './batch-account.ts';
import { CounterLedger } from './counter-ledger.ts';
import { numberOf, RememberedNumbers } from './session-number.ts';
import { spread } from './spread.ts';

export interface WaitingRequest {
  readonly request: AccountingRequest;
  readonly device: string;
  /** Tells its NAS from others of the device. */
  readonly nas: string;
  /** Called once: null when it is safe, otherwise why it is not. */
  readonly done: (fault: DeskFault | null) => void;
}

export type DeskFault = 'no-room' | 'not-kept' | 'too-many-sessions';

export interface RequestDeskOptions {
  readonly ledger: CounterLedger;
  readonly received: Pick<ReceivedSource, 'take'>;
  readonly history: RadiusHistory;
  readonly slotSeconds: number;
  /** How long the first of a batch waits for others, milliseconds. */
  readonly gatherMs: number;
  /** Requests that wait at most; more are not taken. */
  readonly mostWaiting: number;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Told of each batch that is kept. */
  readonly onKept: (account: BatchAccount) => void;
  readonly onFault: (fault: Error) => void;
}

/** Of one batch. Few enough for one insert, even when the last one tells of a whole day. */
const mostRequests = 10_000;
const mostRecords = 25_000;
/** Handled in one go: between two turns the socket is read, whose buffer is small. */
const requestsPerTurn = 250;
const forgetEverySeconds = 600;

export class RequestDesk {
  readonly #options: RequestDeskOptions;
  readonly #nasNumbers = new RememberedNumbers();
  #waiting: WaitingRequest[] = [];
  /** When the first of those that wait came, by the monotonic clock; milliseconds. */
  #firstCameMs = 0;
  #working: Promise<void> | null = null;
  #closed = false;
  #forgotAt = 0;

  constructor(options: RequestDeskOptions) {
    this.#options = options;
  }

  offer(request: WaitingRequest): void {
    if (this.#closed || this.#waiting.length >= this.#options.mostWaiting) {
      request.done('no-room');
      return;
    }
    if (this.#waiting.length === 0) this.#firstCameMs = performance.now();
    this.#waiting.push(request);
    this.#working ??= this.#work();
  }

  /** Resolves when those at hand are kept or not; the others that wait are not. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  /** One batch after another: meanwhile the next ones gather. Never rejects. */
  async #work(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#closed) {
      // Those that came while the batch before was kept have gathered for that long already.
      await wait(Math.max(0, this.#options.gatherMs - (performance.now() - this.#firstCameMs)));
      await this.#keepBatch();
    }
    for (const { done } of this.#waiting.splice(0)) done('not-kept');
    this.#working = null;
  }

  async #keepBatch(): Promise<void> {
    const { ledger, received, history, now, onKept, onFault } = this.#options;
    const account = new BatchAccount();
    const { requests, records } = await this.#nextBatch(account);
    try {
      if (records.length > 0) await received.take(records, true);
      await history.keepRadiusCounters(ledger.changed());
    } catch (error) {
      ledger.takeBack();
      onFault(error as Error);
      for (const { done } of requests) done('not-kept');
      return;
    }
    ledger.settle();
    onKept(account);
    for (let from = 0; from < requests.length; from += requestsPerTurn) {
      for (const { done } of requests.slice(from, from + requestsPerTurn)) done(null);
      await nextTurn();
    }
    if (now() < this.#forgotAt + forgetEverySeconds) return;
    this.#forgotAt = now();
    ledger.forget(now());
  }

  async #nextBatch(account: BatchAccount): Promise<{ requests: WaitingRequest[]; records: ReceivedRecord[] }> {
    const requests: WaitingRequest[] = [];
    const records: ReceivedRecord[] = [];
    let taken = 0;
    while (taken < this.#waiting.length && taken < mostRequests && records.length < mostRecords) {
      const waiting = this.#waiting[taken++]!;
      if (this.#advance(waiting, records, account)) requests.push(waiting);
      else waiting.done('too-many-sessions');
      if (taken % requestsPerTurn === 0) await nextTurn();
    }
    this.#waiting.splice(0, taken);
    return { requests, records };
  }

  /** False when there is no room for the session. */
  #advance({ request, device, nas }: WaitingRequest, records: ReceivedRecord[], account: BatchAccount): boolean {
    const { ledger, slotSeconds } = this.#options;
    const { type, at, session } = request;
    // It waits for the batch like the others: nobody is told that we are there while history keeps nothing.
    if (type === 'status') {
      account.addRequest(request);
      return true;
    }
    const nasNumber = this.#nasNumbers.of(device, nas);
    if (session !== null) {
      const number = numberOf(device, nas, session.id);
      const advance = ledger.advance({ ...session, nas: nasNumber, session: number, at });
      if (advance === null) return false;
      const owner = { device, subscriber: session.subscriber, session: number };
      if (advance.traffic !== null)
        records.push(...spread(advance.traffic, owner, slotSeconds, advance.outcome === 'gap'));
      account.addReading(advance);
    } else if (type === 'on' || type === 'off') ledger.endAll(nasNumber, at);
    account.addRequest(request);
    return true;
  }
}
