/** Large transfers that a household makes now and then: how often, how much (Pareto) and how fast. */
import type { Draws } from '../draws.ts';
import { purposes } from '../hash.ts';
import type { Purpose } from '../hash.ts';

const daySeconds = 86_400;

export interface TransferHabit {
  readonly purpose: Purpose;
  /** Chance of one on a day. */
  readonly perDay: number;
  bytes(draws: Draws, usualRate: number): number;
  /** Bytes/s, between the usual rate and what the line carries. */
  speed(draws: Draws, usualRate: number, most: number): number;
}

/** Pareto distributed from `least`, cut at `most`. */
function pareto(draws: Draws, least: number, most: number): number {
  const exponent = 1.5;
  return Math.min(most, least * (1 - draws.unit()) ** (-1 / exponent));
}

/** A film, a game: a tenth of a usual day's volume or much more, nearly as fast as the line. */
export const downloads: TransferHabit = {
  purpose: purposes.download,
  perDay: 0.2,
  bytes: (draws, usualRate) => usualRate * daySeconds * pareto(draws, 0.1, 3),
  speed: (draws, _usualRate, most) => most * draws.between(0.2, 0.8),
};

/** Photos, a film of one's own: moderate, and slower than the line, since the other side sets the pace. */
export const uploads: TransferHabit = {
  purpose: purposes.upload,
  perDay: 0.01,
  bytes: (draws, usualRate) => usualRate * daySeconds * pareto(draws, 0.05, 0.6),
  speed: (draws, usualRate, most) => Math.min(most, usualRate * draws.between(3, 8)),
};
