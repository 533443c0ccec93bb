/**
 * The counters of the session that each subscriber has open: the sum of his traffic since it began, slot by slot. To
 * be asked for slot after slot; the sum of a slot far away is made anew from the beginning of the sessions open there.
 */
import type { EpochSeconds } from '../../../domain/traffic.ts';
import type { ActivePhases } from '../active-phases.ts';
import { purposes, randomBits } from '../hash.ts';
import { fullStrengthSeconds } from '../phase.ts';
import { SessionLine } from '../session-line.ts';
import { idOfSession } from '../session-place.ts';
import type { DeviceState } from './device-state.ts';
import type { RealPopulation } from './real-population.ts';
import { realSessionLengths } from './session-lengths.ts';
import type { SlotUsage } from './slot-usage.ts';
import type { Tenancy } from './tenancy.ts';

export interface SessionCounterParts {
  readonly seed: number;
  readonly population: RealPopulation;
  readonly tenancy: Tenancy;
  readonly devices: DeviceState;
  readonly usage: SlotUsage;
  readonly active: ActivePhases;
}

export class SessionCounters {
  readonly line: SessionLine;
  /** Of the session at hand, by subscriber: when it really began, what it is called and what it has counted. */
  readonly startedAt: Float64Array;
  readonly session: Float64Array;
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** When the session at hand ends, but for outages. Written by `count`. */
  endsAt = 0;
  readonly #parts: SessionCounterParts;
  /** The time as a customer that holds the subscriber's session at hand, or follows it. */
  readonly #customerFrom: Float64Array;
  readonly #customerTo: Float64Array;

  constructor(parts: SessionCounterParts) {
    const { count } = parts.population;
    this.line = new SessionLine(parts.seed, count, realSessionLengths);
    [this.startedAt, this.session] = [new Float64Array(count), new Float64Array(count)];
    [this.up, this.down] = [new Float64Array(count), new Float64Array(count)];
    [this.#customerFrom, this.#customerTo] = [new Float64Array(count), new Float64Array(count).fill(-1)];
    this.#parts = parts;
  }

  /** Looks up who is a customer on the day that begins at a midnight: those who leave on it still are. */
  enterDay(midnight: EpochSeconds): void {
    const { tenancy, population } = this.#parts;
    for (let subscriber = 0; subscriber < population.count; subscriber++) {
      this.#customerFrom[subscriber] = tenancy.from(subscriber, midnight);
      this.#customerTo[subscriber] = tenancy.to(subscriber, midnight);
    }
  }

  /** Adds the traffic of a slot to the session that the line is at; false when it was not open in the slot. */
  count(subscriber: number, slotStart: EpochSeconds, slotEnd: EpochSeconds): boolean {
    const { population, devices } = this.#parts;
    const device = population.home[subscriber]!;
    let start = Math.max(this.line.startedAt[subscriber]!, this.#customerFrom[subscriber]!);
    const backAt = devices.backAt[device]!;
    if (backAt > 0) start = Math.max(start, backAt + population.reconnectSeconds[subscriber]!);
    this.endsAt = Math.min(this.line.endsAt[subscriber]!, this.#customerTo[subscriber]!);
    if (start >= slotEnd || this.endsAt <= slotStart || this.endsAt <= start) return false;
    if (start >= slotStart) this.#begin(subscriber, start);
    const from = Math.max(start, slotStart);
    this.#add(subscriber, from, Math.min(this.endsAt, slotEnd), devices.rush[device]!);
    return true;
  }

  #begin(subscriber: number, start: EpochSeconds): void {
    this.startedAt[subscriber] = start;
    this.session[subscriber] = idOfSession(
      subscriber,
      randomBits(this.#parts.seed, purposes.reconnect, start, subscriber, 1),
    );
    this.up[subscriber] = 0;
    this.down[subscriber] = 0;
  }

  #add(subscriber: number, from: EpochSeconds, to: EpochSeconds, rush: number): void {
    const { usage, active } = this.#parts;
    usage.read(subscriber, rush);
    const seconds = to - from;
    let up = usage.up * seconds;
    let down = usage.down * seconds;
    const phases = active.of(subscriber);
    if (phases !== undefined) {
      const { population } = this.#parts;
      const usualUp = population.usualUp[subscriber]! * usage.habits.upLevel[subscriber]!;
      const usualDown = population.usualDown[subscriber]! * usage.habits.downLevel[subscriber]!;
      for (const phase of phases) {
        const strength = fullStrengthSeconds(phase, from, to);
        up = changed(up, phase.upFactor, usualUp, strength, seconds);
        down = changed(down, phase.downFactor, usualDown, strength, seconds);
      }
    }
    this.up[subscriber] = this.up[subscriber]! + up;
    this.down[subscriber] = this.down[subscriber]! + down;
  }
}

/**
 * Bytes of an interval under a phase. An infected device sends beside what the household does, so a factor above 1 adds
 * that many times the usual rate less one; a factor below 1 leaves that part of what there was.
 */
function changed(bytes: number, factor: number, usualRate: number, strengthSeconds: number, seconds: number): number {
  if (factor >= 1) return bytes + (factor - 1) * usualRate * strengthSeconds;
  return bytes * (1 - ((1 - factor) * strengthSeconds) / seconds);
}
