/** Where the traffic of a range is kept: whole hours in the roll-up, what remains at either end in samples. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { QueryParameters } from './engine.ts';
import type { TimeRange } from './history.ts';
import { hourSeconds } from './roll-up.ts';

export interface RangeParts {
  /** Null when the range holds no whole hour that is rolled up. */
  readonly hours: TimeRange | null;
  readonly samples: readonly TimeRange[];
}

/** Together the parts are the range, which must not be empty, and they don't overlap. */
export function partsOf({ from, to }: TimeRange, rolledUpTo: EpochSeconds): RangeParts {
  const first = Math.ceil(from / hourSeconds) * hourSeconds;
  const last = Math.min(Math.floor(to / hourSeconds) * hourSeconds, rolledUpTo);
  if (first >= last) return { hours: null, samples: [{ from, to }] };
  const ends = [
    { from, to: first },
    { from: last, to },
  ];
  return { hours: { from: first, to: last }, samples: ends.filter((end) => end.from < end.to) };
}

export interface RowsSql {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/**
 * SQL of the rows (subscriber, up, down) of the range, several for a subscriber. Each end is a condition of its own, so
 * that parts that lie outside it are not read. `name` sets the parameters apart from those of another range.
 */
export function rowsOfRange(
  range: TimeRange,
  rolledUpTo: EpochSeconds,
  device: string | undefined,
  name: string,
): RowsSql {
  const { hours, samples } = partsOf(range, rolledUpTo);
  const tables = [
    ...(hours === null ? [] : [{ table: 'hourly', column: 'hour', part: hours }]),
    ...samples.map((part) => ({ table: 'samples', column: 'slot', part })),
  ];
  const parameters: Record<string, string | number> = { device: device ?? '' };
  const ofDevice = device === undefined ? '' : 'AND device = {device:String}';
  const selects = tables.map(({ table, column, part }, i) => {
    parameters[`${name}From${i}`] = part.from;
    parameters[`${name}To${i}`] = part.to;
    return `SELECT subscriber, up_bytes AS up, down_bytes AS down FROM ${table} FINAL
WHERE ${column} >= toDateTime({${name}From${i}:UInt32}, 'UTC') AND ${column} < toDateTime({${name}To${i}:UInt32}, 'UTC') ${ofDevice}`;
  });
  return { sql: selects.join(' UNION ALL '), parameters };
}
