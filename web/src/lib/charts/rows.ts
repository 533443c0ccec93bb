/** Rows of a chart: one instant with its values, in time order, NaN where there is no value. */

export interface Row {
  /** Start of the slot, epoch milliseconds. */
  readonly at: number;
}

/** Traffic in bit/s, both directions positive: which way a chart draws them is the chart's affair. */
export interface TrafficRow extends Row {
  readonly up: number;
  readonly down: number;
}

/** How much of the traffic is upload, 0 to 100 %; NaN when there was none. */
export const uploadShare = ({ up, down }: TrafficRow): number => (up / (up + down)) * 100;

/** One direction beside what was usual; the four last are NaN while nothing was. */
export interface BandRow extends Row {
  readonly value: number;
  readonly low: number;
  readonly usual: number;
  readonly high: number;
  readonly z: number;
}

/** Reads one number of a row; NaN when there is none. */
export type Value<R extends Row> = (row: R) => number;

/**
 * The rows with one empty row where slots are missing, so that a line breaks there instead of bridging what nobody saw.
 * `empty` makes a row without values.
 */
export function withGaps<R extends Row>(rows: readonly R[], stepMs: number, empty: (at: number) => R): R[] {
  const result: R[] = [];
  let expected = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.at > expected) result.push(empty(expected));
    result.push(row);
    expected = row.at + stepMs;
  }
  return result;
}

/** The smallest value above zero of any of the readings; Infinity when there is none. */
export function smallestPositive<R extends Row>(rows: readonly R[], values: readonly Value<R>[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    for (const value of values) {
      const number = value(row);
      if (number > 0 && number < least) least = number;
    }
  }
  return least;
}

/** The largest value of any of the readings; 0 when there is none. */
export function largest<R extends Row>(rows: readonly R[], values: readonly Value<R>[]): number {
  let most = 0;
  for (const row of rows) {
    for (const value of values) {
      const number = value(row);
      if (number > most) most = number;
    }
  }
  return most;
}
