/**
 * The plain rule that a better one has to beat: z of the slot's rate, up or down, against mean and sample deviation of
 * all slots before it, above 3 three slots in a row, after a day of history. No logarithm, no forgetting, no peers.
 */
import type { SlotObservations } from '../domain/slot-observations.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { EpisodeGate } from './episode-gate.ts';
import type { Episode, EvaluatedRule } from './evaluated-rule.ts';
import { FlagLog } from './flag-log.ts';
import { RunningMoments } from './running-moments.ts';

const threshold = 3;
/** Flags from here on are kept, so that the rule can be looked at with another threshold. */
export const leastLogged = 2;
const secondsPerDay = 86_400;

export class ExpandingZ implements EvaluatedRule {
  readonly name = 'expanding z, three in a row';
  readonly flags = new FlagLog();
  readonly #slotSeconds: number;
  readonly #up: RunningMoments;
  readonly #down: RunningMoments;
  readonly #gate: EpisodeGate;
  /** Of the last observed slot, of that before it, and the least of the last three. */
  readonly #last: Float64Array;
  readonly #beforeLast: Float64Array;
  readonly #score: Float64Array;
  readonly #lastSlot: Float64Array;
  #slotStart: EpochSeconds = -Infinity;

  constructor(slotSeconds: number, subscribers: number) {
    this.#slotSeconds = slotSeconds;
    this.#up = new RunningMoments(subscribers);
    this.#down = new RunningMoments(subscribers);
    this.#gate = new EpisodeGate(subscribers);
    this.#last = new Float64Array(subscribers);
    this.#beforeLast = new Float64Array(subscribers);
    this.#score = new Float64Array(subscribers);
    this.#lastSlot = new Float64Array(subscribers).fill(-Infinity);
  }

  observe(slotStart: EpochSeconds, observations: SlotObservations): readonly Episode[] {
    const { count, subscriber, seconds, upBytes, downBytes } = observations;
    const opened: Episode[] = [];
    this.#slotStart = slotStart;
    for (let i = 0; i < count; i++) {
      // As Tidewatch does: what covers less than a tenth of the slot is no observation.
      if (seconds[i]! < this.#slotSeconds / 10) continue;
      const covered = Math.min(seconds[i]!, this.#slotSeconds);
      const episode = this.#judge(subscriber[i]!, upBytes[i]! / covered, downBytes[i]! / covered);
      if (episode !== null) opened.push(episode);
    }
    return opened;
  }

  score(subscriber: number): number {
    return this.#lastSlot[subscriber] === this.#slotStart ? this.#score[subscriber]! : 0;
  }

  #judge(subscriber: number, upRate: number, downRate: number): Episode | null {
    const learned = this.#up.count(subscriber) * this.#slotSeconds >= secondsPerDay;
    const zUp = learned ? this.#up.z(subscriber, upRate) : 0;
    const zDown = learned ? this.#down.z(subscriber, downRate) : 0;
    this.#up.add(subscriber, upRate);
    this.#down.add(subscriber, downRate);
    const score = this.#leastOfThree(subscriber, Math.max(zUp, zDown));
    const at = this.#slotStart + this.#slotSeconds;
    if (score > leastLogged) this.flags.add(subscriber, at, score, zUp > zDown);
    if (score <= threshold || !this.#gate.opens(subscriber, at)) return null;
    return { subscriber, kind: zUp > zDown ? 'up' : 'down', detectedAt: at, score, alerted: null };
  }

  /** A slot without an observation breaks the row. */
  #leastOfThree(subscriber: number, z: number): number {
    if (this.#slotStart - this.#lastSlot[subscriber]! > this.#slotSeconds) {
      this.#last[subscriber] = 0;
      this.#beforeLast[subscriber] = 0;
    }
    const score = Math.max(0, Math.min(z, this.#last[subscriber]!, this.#beforeLast[subscriber]!));
    this.#beforeLast[subscriber] = this.#last[subscriber]!;
    this.#last[subscriber] = z;
    this.#lastSlot[subscriber] = this.#slotStart;
    this.#score[subscriber] = score;
    return score;
  }
}
