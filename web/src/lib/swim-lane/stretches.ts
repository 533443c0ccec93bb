/** A swim lane as a list: what is not as usual in it, each stretch of equal neighbours once. */
import { levelOf } from './levels.ts';
import { selectionOf } from './swim-lane.ts';
import type { LaneSelection, SwimLaneData } from './swim-lane.ts';

export interface LaneStretch extends LaneSelection {
  /** Above 0 to 9; NaN was not observed. */
  readonly level: number;
}

/** The loudest first, in the order of rows and times among equals; what was not observed comes last, what was as usual not at all. */
export function laneStretches(data: SwimLaneData): LaneStretch[] {
  const stretches: LaneStretch[] = [];
  for (let row = 0; row < data.rows.length; row++) {
    for (let column = 0; column < data.columns; column++) {
      const level = levelOf(data, { row, column });
      const first = column;
      while (column + 1 < data.columns && Object.is(levelOf(data, { row, column: column + 1 }), level)) column++;
      const start = selectionOf(data, { row, column: first });
      const end = selectionOf(data, { row, column });
      if (level !== 0 && start && end) stretches.push({ ...start, to: end.to, level });
    }
  }
  const loudness = ({ level }: LaneStretch) => (Number.isNaN(level) ? 0 : level);
  return stretches.toSorted((a, b) => loudness(b) - loudness(a));
}
