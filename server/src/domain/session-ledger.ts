/**
 * The last counters of each open session, for devices whose counters are cumulative: the traffic of a slot is the
 * difference of two snapshots. Handles a counter that wraps at 2^32 (RADIUS without gigawords, RFC 2866) and one that starts again.
 */
import type { EpochSeconds } from './traffic.ts';

export interface CounterReading {
  readonly device: string;
  readonly session: number;
  readonly startedAt: EpochSeconds;
  /** When the counters were taken. */
  readonly at: EpochSeconds;
  /** In the device's unit. */
  readonly up: number;
  readonly down: number;
}

/** Traffic since the session's last reading, in the device's unit. */
export interface CounterDifference {
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
}

/** A session that was not seen for this long has ended without a word. */
const forgetAfterSeconds = 86_400;

export class SessionLedger {
  readonly #last = new Map<string, CounterReading>();

  get size(): number {
    return this.#last.size;
  }

  /** Takes note of a reading without judging it: after a restart, from history. */
  restore(reading: CounterReading): void {
    this.#last.set(keyOf(reading), reading);
  }

  /**
   * The traffic since the last reading. A session first seen at most `freshSeconds` old gives all it has counted;
   * an older one gives 'no-earlier-counter', since nobody knows when it counted that. A reading not newer than the
   * last one gives 'superseded-counter': its traffic is part of a difference already taken.
   */
  advance(
    reading: CounterReading,
    freshSeconds: number,
  ): CounterDifference | 'no-earlier-counter' | 'superseded-counter' {
    const key = keyOf(reading);
    const last = this.#last.get(key);
    if (last !== undefined && reading.at <= last.at) return 'superseded-counter';
    this.#last.set(key, reading);
    if (last !== undefined) {
      return {
        up: counted(last.up, reading.up),
        down: counted(last.down, reading.down),
        seconds: reading.at - last.at,
      };
    }
    const age = reading.at - reading.startedAt;
    return age <= freshSeconds ? { up: reading.up, down: reading.down, seconds: age } : 'no-earlier-counter';
  }

  /** Drops sessions that have been silent for a day; gives their number. */
  forgetBefore(now: EpochSeconds): number {
    const before = this.#last.size;
    for (const [key, reading] of this.#last) if (reading.at < now - forgetAfterSeconds) this.#last.delete(key);
    return before - this.#last.size;
  }
}

/** What a counter counted between two readings. A fall from the upper to the lower half of 32 bits is a wrap; any other is a new start. */
function counted(before: number, after: number): number {
  if (after >= before) return after - before;
  const wrapped = before < 2 ** 32 && before >= 2 ** 31 && after < 2 ** 31;
  return wrapped ? after + 2 ** 32 - before : after;
}

function keyOf(reading: CounterReading): string {
  return `${reading.session} ${reading.startedAt} ${reading.device}`;
}
