/**
 * The life of one simulated process: every step that leaves it passes here, takes virtual time, and may be its last.
 * Whoever waits for a dead process waits for ever, as nothing of it runs any more.
 */
import type { Random } from '../random.ts';

export class Life {
  /** Resolves when the process is dead. */
  readonly over: Promise<void>;
  /** Virtual, monotonic, milliseconds. */
  nowMs: number;
  readonly #random: Random;
  readonly #end: () => void;
  #stepsLeft: number;
  /** How often something went wrong that did not end it. */
  faults = 0;

  /** `steps` is after how many the process is killed; Infinity for never. */
  constructor(random: Random, steps: number, nowMs: number) {
    const over = Promise.withResolvers<void>();
    this.over = over.promise;
    this.#end = over.resolve;
    this.#random = random;
    this.#stepsLeft = steps;
    this.nowMs = nowMs;
  }

  get isOver(): boolean {
    return this.#stepsLeft <= 0;
  }

  /** Goes on after some turns of whatever else runs, or never. */
  async step(atMostMs = 100): Promise<void> {
    for (let turns = this.#random.below(4); turns > 0; turns--) await Promise.resolve();
    if (!this.isOver && --this.#stepsLeft > 0) {
      this.nowMs += this.#random.below(atMostMs);
      return;
    }
    this.#end();
    await new Promise(() => undefined);
  }

  /** True now and then: that something goes wrong in a way that does not end the process. */
  strikes(oneIn: number): boolean {
    if (!Number.isFinite(oneIn) || this.#random.below(oneIn) > 0) return false;
    this.faults++;
    return true;
  }
}
