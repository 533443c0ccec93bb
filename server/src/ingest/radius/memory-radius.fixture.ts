/** Counters of RADIUS sessions kept in memory, as history keeps them. */
import type { RadiusCounters, RadiusHistory } from '../../history/radius-counters.ts';

export class MemoryRadius implements RadiusHistory {
  readonly #kept = new Map<number, RadiusCounters>();

  async keepRadiusCounters(counters: readonly RadiusCounters[]): Promise<void> {
    for (const one of counters) this.#kept.set(one.session, one);
  }

  async radiusCounters(): Promise<RadiusCounters[]> {
    return [...this.#kept.values()];
  }
}
