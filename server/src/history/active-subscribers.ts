/**
 * How many different subscribers had traffic in a range. `subscribers` has a bit for each hour of a week: of the hours that
 * lie in the range as a whole, the bits are the answer. Only who had no traffic in those is looked for among the samples of
 * the hours that the range cuts.
 */
import type { Engine, QueryParameters } from './engine.ts';
import type { TimeRange } from './history.ts';
import { hourSeconds } from './roll-up.ts';
import { rangeParameters, withinSql } from './time-range-sql.ts';

const hoursOfWeek = 168;
/** The epoch began on a Thursday. */
const hoursBeforeEpoch = 72;

/** Hours since a Monday. */
interface HourRange {
  readonly from: number;
  readonly to: number;
}

export async function countActiveSubscribers(engine: Engine, range: TimeRange): Promise<number> {
  const { from, to } = rangeParameters(range);
  if (from >= to) return 0;
  const whole = hours(Math.ceil(from / hourSeconds), Math.floor(to / hourSeconds));
  const touched = hours(Math.floor(from / hourSeconds), Math.ceil(to / hourSeconds));
  const parameters = { from, to, ...maskParameters('whole', whole), ...maskParameters('touched', touched) };
  const [row] = await engine.select<{ seen: number; unsure: number }>(
    `SELECT countIf(isSeen) AS seen, countIf(isUnsure) AS unsure FROM (${activity})`,
    parameters,
  );
  const { seen = 0, unsure = 0 } = row ?? {};
  return seen + (unsure > 0 ? await countInCutHours(engine, whole, parameters) : 0);
}

async function countInCutHours(engine: Engine, whole: HourRange, parameters: QueryParameters): Promise<number> {
  const [start, end] = [whole.from, Math.max(whole.from, whole.to)].map(
    (hour) => (hour - hoursBeforeEpoch) * hourSeconds,
  );
  const [found] = await engine.select<{ subscribers: number }>(
    `SELECT uniqExact(subscriber) AS subscribers FROM samples
WHERE ${withinSql('slot')} AND (slot < toDateTime({start:UInt32}, 'UTC') OR slot >= toDateTime({end:UInt32}, 'UTC'))
  AND subscriber IN (SELECT subscriber FROM (${activity}) WHERE isUnsure)`,
    { ...parameters, start: start!, end: end! },
  );
  return found?.subscribers ?? 0;
}

const hours = (from: number, to: number): HourRange => ({ from: from + hoursBeforeEpoch, to: to + hoursBeforeEpoch });

/** Whether a row of `subscribers` has a bit in the range that has these parameters. */
const hasBitSql = (name: string): string =>
  `bitAnd(hours, multiIf(week = {${name}First:UInt16}, {${name}FirstMask:UInt256}, week = {${name}Last:UInt16}, {${name}LastMask:UInt256}, week > {${name}First:UInt16} AND week < {${name}Last:UInt16}, {all:UInt256}, toUInt256(0))) != 0`;

const activity = `SELECT max(${hasBitSql('whole')}) AS isSeen, max(${hasBitSql('touched')}) AND NOT isSeen AS isUnsure, subscriber
FROM (SELECT subscriber, hours, toUInt16(week) AS week FROM subscribers)
WHERE week >= {touchedFirst:UInt16} AND week <= {touchedLast:UInt16} GROUP BY subscriber`;

/** The first and last week of the range, as the day that they begin with, and the bits of the range in them. */
function maskParameters(name: string, { from, to }: HourRange): QueryParameters {
  const first = Math.floor(from / hoursOfWeek);
  const last = Math.floor(Math.max(from, to - 1) / hoursOfWeek);
  const maskOf = (week: number): string => bits(from - week * hoursOfWeek, to - week * hoursOfWeek).toString();
  return {
    [`${name}First`]: dayOf(first),
    [`${name}FirstMask`]: maskOf(first),
    [`${name}Last`]: dayOf(last),
    [`${name}LastMask`]: maskOf(last),
    all: bits(0, hoursOfWeek).toString(),
  };
}

/** Days since the epoch of the week's Monday; the week of the epoch itself began before. */
const dayOf = (week: number): number => Math.max(0, (week * hoursOfWeek - hoursBeforeEpoch) / 24);

/** Ones from bit `from` to below bit `to`, as far as they are hours of a week. */
function bits(from: number, to: number): bigint {
  const [low, high] = [Math.max(0, from), Math.min(hoursOfWeek, to)];
  return low < high ? ((1n << BigInt(high - low)) - 1n) << BigInt(low) : 0n;
}
