/** Every flag of a rule at a low threshold, so that its episodes at any higher one can be told afterwards. */
import { grownTo } from '../domain/grown-array.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { EpisodeGate } from './episode-gate.ts';
import type { Episode } from './evaluated-rule.ts';

export class FlagLog {
  #count = 0;
  #subscriber = new Uint32Array(1024);
  #at = new Float64Array(1024);
  #score = new Float32Array(1024);
  #upload = new Uint8Array(1024);

  /** Flags come in order of time. */
  add(subscriber: number, at: EpochSeconds, score: number, upload: boolean): void {
    if (this.#count === this.#at.length) this.#grow();
    this.#subscriber[this.#count] = subscriber;
    this.#at[this.#count] = at;
    this.#score[this.#count] = score;
    this.#upload[this.#count++] = Number(upload);
  }

  /** `subscribers` is how many there are, flagged or not. */
  episodesAbove(threshold: number, subscribers: number): Episode[] {
    const gate = new EpisodeGate(subscribers);
    const episodes: Episode[] = [];
    for (let flag = 0; flag < this.#count; flag++) {
      const [subscriber, detectedAt, score] = [this.#subscriber[flag]!, this.#at[flag]!, this.#score[flag]!];
      if (score <= threshold || !gate.opens(subscriber, detectedAt)) continue;
      const kind = this.#upload[flag] === 1 ? 'up' : 'down';
      episodes.push({ subscriber, kind, detectedAt, score, alerted: null });
    }
    return episodes;
  }

  #grow(): void {
    const capacity = this.#count * 2;
    this.#subscriber = grownTo(this.#subscriber, capacity);
    this.#at = grownTo(this.#at, capacity);
    this.#score = grownTo(this.#score, capacity);
    this.#upload = grownTo(this.#upload, capacity);
  }
}
