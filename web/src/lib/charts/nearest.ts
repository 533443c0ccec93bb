/** Which row of a chart lies nearest to an instant. */
import { bisector } from 'd3-array';
import type { Row } from './rows.ts';

const byTime = bisector((row: Row) => row.at);

/** Index of the nearest row; -1 when there is none. */
export const nearestIndex = (rows: readonly Row[], at: number): number =>
  rows.length === 0 ? -1 : byTime.center(rows, at);
