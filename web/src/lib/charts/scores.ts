/** Scores of both directions over time, and the scale to draw them on. */
import { ticks } from 'd3-array';
import type { BandRow, Row } from './rows.ts';

/** NaN while the detector was learning, and in gaps. */
export interface ScoreRow extends Row {
  readonly up: number;
  readonly down: number;
}

/** Both directions have the same instants: they are two readings of the same slots. */
export const scoreRows = (up: readonly BandRow[], down: readonly BandRow[]): ScoreRow[] =>
  up.map((row, index) => ({ at: row.at, up: row.z, down: down[index]?.z ?? Number.NaN }));

/** A scale that holds all scores, and the threshold with room above it. */
export function scoreScale(rows: readonly ScoreRow[], threshold: number) {
  let least = -threshold;
  let most = threshold * 1.4;
  for (const { up, down } of rows) {
    for (const score of [up, down]) {
      if (score < least) least = score;
      if (score > most) most = score;
    }
  }
  return { domain: [least, most] as const, ticks: ticks(least, most, 4) };
}
