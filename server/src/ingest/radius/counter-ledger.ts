/**
 * The last counters of each RADIUS session: what a request tells anew is the difference to them. Pure, and can be taken
 * back: what was not kept has not been told.
 */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { RadiusCounters } from '../../history/radius-counters.ts';
import type { SessionCounters } from './accounting-request.ts';
import { isSameMoment, isOlder, ofLaterSession, timeBetween } from './reading-order.ts';
import type { Traffic } from './spread.ts';

export interface CounterReading extends Pick<SessionCounters, 'type' | 'sessionSeconds' | 'counters' | 'gigawords'> {
  readonly nas: number;
  readonly session: number;
  readonly at: EpochSeconds;
}

/** What became of a reading. With a `gap` reports before it are missing: their traffic is in it. */
export const outcomes = [
  'begun',
  'counted',
  'gap',
  'repeated',
  'superseded',
  'no-counters',
  'no-earlier-counter',
  'implausible-rate',
] as const;
export type Outcome = (typeof outcomes)[number];

export interface Advance {
  readonly outcome: Outcome;
  readonly traffic: Traffic | null;
  /** Counters of 32 bits went so far round that they may have gone round once more: the traffic is the least it can be. */
  readonly ambiguous: boolean;
}

export interface CounterLedgerOptions {
  /** Readings further apart than this have a report missing between them. A session younger than this is told of from its start. */
  readonly waitSeconds: number;
  /** Sessions and NASes that are remembered at most. */
  readonly mostKept: number;
}

/** A session that was not told of for a day has ended without a word. */
const forgetAfterSeconds = 86_400;
/** A repeat of the last request of a session must still be known for one. */
const forgetEndedAfterSeconds = 3600;
/** 100 Gbit/s: no subscriber moves more. */
const mostBytesPerSecond = 12.5e9;
const twoTo31 = 2 ** 31;
const twoTo32 = 2 ** 32;

export class CounterLedger {
  readonly #options: CounterLedgerOptions;
  readonly #kept = new Map<number, RadiusCounters>();
  /** What was changed since the last `settle`, with what was there before. */
  readonly #before = new Map<number, RadiusCounters | undefined>();

  constructor(options: CounterLedgerOptions) {
    this.#options = options;
  }

  /** Sessions and NASes that are remembered. */
  get size(): number {
    return this.#kept.size;
  }

  /** After a restart, from history. */
  restore(counters: RadiusCounters): void {
    this.#kept.set(counters.session, counters);
    if (counters.gigawords) this.#noteGigawords(counters.nas);
    this.settle();
  }

  /** Null when there is no room for one more session. */
  advance(reading: CounterReading): Advance | null {
    if (reading.gigawords) this.#noteGigawords(reading.nas);
    const last = this.#kept.get(reading.session);
    if (last === undefined && this.#kept.size >= this.#options.mostKept) return null;
    const isUnknown = last === undefined || reading.at - last.at > forgetAfterSeconds;
    if (isUnknown || ofLaterSession(reading, last, this.#endedAt(last))) return this.#first(reading);
    return this.#next(reading, last);
  }

  /** The NAS has started anew, or stops: none of its sessions goes on. */
  endAll(nas: number, at: EpochSeconds): void {
    const known = this.#kept.get(nas);
    if (known === undefined && this.#kept.size >= this.#options.mostKept) return;
    this.#keep({ ...nasOf(nas), gigawords: known?.gigawords ?? false, at: Math.max(at, known?.at ?? 0) });
  }

  /** What has changed since the last `settle`, to be kept. */
  changed(): RadiusCounters[] {
    return [...this.#before.keys()].map((session) => this.#kept.get(session)!);
  }

  /** What has changed is kept. */
  settle(): void {
    this.#before.clear();
  }

  /** What has changed was not kept: all is as it was before. */
  takeBack(): void {
    for (const [session, before] of this.#before) {
      if (before === undefined) this.#kept.delete(session);
      else this.#kept.set(session, before);
    }
    this.#before.clear();
  }

  /** Drops what is not told of any more; call when nothing is unsettled. */
  forget(now: EpochSeconds): void {
    for (const [session, last] of this.#kept) {
      if (session === last.nas) continue;
      const patience = this.#endedAt(last) === null ? forgetAfterSeconds : forgetEndedAfterSeconds;
      if (last.at < now - patience) this.#kept.delete(session);
    }
  }

  #first(reading: CounterReading): Advance {
    const { at, sessionSeconds, counters, type } = reading;
    if (counters === null) return told('no-counters');
    this.#keep(keptOf(reading, counters, at));
    if (type === 'start') return told('begun');
    if (sessionSeconds === null || sessionSeconds > this.#options.waitSeconds) return told('no-earlier-counter');
    return this.#told({ from: at - sessionSeconds, to: at, ...counters }, reading.nas);
  }

  #next(reading: CounterReading, last: RadiusCounters): Advance {
    const { counters, nas, type } = reading;
    if (isOlder(reading, last)) return told('superseded');
    const isRepeated =
      counters !== null &&
      isSameMoment(reading, last) &&
      counters.upBytes <= last.upBytes &&
      counters.downBytes <= last.downBytes;
    if (counters === null || isRepeated) {
      if (type === 'stop' && !last.ended) this.#keep({ ...last, ended: true });
      return told(isRepeated ? 'repeated' : 'no-counters');
    }
    const wraps = !this.#countsGigawords(nas);
    const upBytes = counted(last.upBytes, counters.upBytes, wraps);
    const downBytes = counted(last.downBytes, counters.downBytes, wraps);
    const { from, to } = timeBetween(last, reading, this.#options.waitSeconds);
    this.#keep(keptOf(reading, counters, to));
    return this.#told({ from, to, upBytes, downBytes }, nas);
  }

  #told(traffic: Traffic, nas: number): Advance {
    const { from, to, upBytes, downBytes } = traffic;
    if (upBytes + downBytes > mostBytesPerSecond * (to - from)) return told('implausible-rate');
    const outcome = to - from > this.#options.waitSeconds ? 'gap' : 'counted';
    const ambiguous = Math.max(upBytes, downBytes) >= twoTo31 && !this.#countsGigawords(nas);
    return { outcome, traffic, ambiguous };
  }

  /** When the session, or all of its NAS, ended; null while it is open. */
  #endedAt(last: RadiusCounters): EpochSeconds | null {
    if (last.ended) return last.at;
    const nasEndedAt = this.#kept.get(last.nas)?.at ?? 0;
    return last.at <= nasEndedAt ? nasEndedAt : null;
  }

  #countsGigawords(nas: number): boolean {
    return this.#kept.get(nas)?.gigawords ?? false;
  }

  /** A NAS that has told of gigawords once counts them: its counters don't wrap. */
  #noteGigawords(nas: number): void {
    if (!this.#countsGigawords(nas)) this.#keep({ ...nasOf(nas), at: this.#kept.get(nas)?.at ?? 0, gigawords: true });
  }

  #keep(counters: RadiusCounters): void {
    const { session } = counters;
    if (!this.#before.has(session)) this.#before.set(session, this.#kept.get(session));
    this.#kept.set(session, counters);
  }
}

const told = (outcome: Outcome): Advance => ({ outcome, traffic: null, ambiguous: false });

function nasOf(nas: number): RadiusCounters {
  return { nas, session: nas, at: 0, sessionSeconds: null, upBytes: 0, downBytes: 0, gigawords: false, ended: false };
}

function keptOf(reading: CounterReading, counters: Volume, at: EpochSeconds): RadiusCounters {
  const { nas, session, sessionSeconds, gigawords, type } = reading;
  return { nas, session, at, sessionSeconds, ...counters, gigawords, ended: type === 'stop' };
}

type Volume = NonNullable<SessionCounters['counters']>;

/** A counter that falls has gone round at 2^32 where gigawords are not counted; otherwise it has begun anew. */
function counted(before: number, after: number, wraps: boolean): number {
  if (after >= before) return after - before;
  return wraps ? after + twoTo32 - before : after;
}
