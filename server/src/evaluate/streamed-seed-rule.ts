/**
 * The rule of the system that Tidewatch follows, as if it had to answer at once: a row is flagged when a raw counter
 * exceeds mean + 3 sample standard deviations of the subscriber's rows so far, itself included. The original needs all
 * rows, those of the future too; on counters as they stand, without ended sessions and counters of 0 or less, as it did.
 */
import type { SessionBatch } from '../domain/session-batch.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { EpisodeGate } from './episode-gate.ts';
import type { Episode, EvaluatedRule } from './evaluated-rule.ts';
import { RunningMoments } from './running-moments.ts';

const deviations = 3;

export class StreamedSeedRule implements EvaluatedRule {
  readonly name = "seed's rule, streamed";
  readonly #slotSeconds: number;
  readonly #up: RunningMoments;
  readonly #down: RunningMoments;
  readonly #gate: EpisodeGate;
  /** Of the rows since the last slot was closed, and of those before. */
  #gathering: Float64Array;
  #newest: Float64Array;
  #opened: Episode[] = [];

  constructor(slotSeconds: number, subscribers: number) {
    this.#slotSeconds = slotSeconds;
    this.#up = new RunningMoments(subscribers);
    this.#down = new RunningMoments(subscribers);
    this.#gate = new EpisodeGate(subscribers);
    this.#gathering = new Float64Array(subscribers);
    this.#newest = new Float64Array(subscribers);
  }

  takeRecords(slotStart: EpochSeconds, records: SessionBatch): void {
    const { count, subscriber, endedAt, upCounter, downCounter } = records;
    for (let row = 0; row < count; row++) {
      if (endedAt[row] !== 0 || upCounter[row]! <= 0 || downCounter[row]! <= 0) continue;
      this.#takeRow(slotStart + this.#slotSeconds, subscriber[row]!, upCounter[row]!, downCounter[row]!);
    }
  }

  observe(): readonly Episode[] {
    [this.#newest, this.#gathering] = [this.#gathering, this.#newest];
    this.#gathering.fill(0);
    const opened = this.#opened;
    this.#opened = [];
    return opened;
  }

  score(subscriber: number): number {
    return this.#newest[subscriber]!;
  }

  #takeRow(at: EpochSeconds, subscriber: number, up: number, down: number): void {
    this.#up.add(subscriber, up);
    this.#down.add(subscriber, down);
    const zUp = this.#up.z(subscriber, up);
    const zDown = this.#down.z(subscriber, down);
    const score = Math.max(zUp, zDown);
    this.#gathering[subscriber] = Math.max(this.#gathering[subscriber]!, score);
    if (score > deviations && this.#gate.opens(subscriber, at))
      this.#opened.push({ subscriber, kind: zUp > zDown ? 'up' : 'down', detectedAt: at, score, alerted: null });
  }
}
