/** Who causes most of the traffic of a range, and what all others cause together. */
import type { Engine } from './engine.ts';
import type { TimeRange } from './history.ts';
import { hourSeconds, rolledUpTo } from './roll-up.ts';
import { rowsOfRange } from './talker-range.ts';
import type { RowsSql } from './talker-range.ts';
import {
  leastBytesPerHour,
  mostTalkerRows,
  type Talker,
  type TalkerMeasure,
  type TalkerQuery,
  type TooManyRows,
  type TopTalkers,
  type TrafficSum,
} from './talker.ts';
import { slotVolumes, type SlotVolumes } from './talker-slots.ts';
import { rangeParameters } from './time-range-sql.ts';

type TopRow = readonly [order: number, subscriber: string, up: number, down: number, value: number];

interface AnswerRow extends TrafficSum {
  readonly top: readonly TopRow[];
}

/** Of a row with up, down, before (of GROWTH) and peak (of DEVIATION): by what the order is, and who counts. */
const measures: Readonly<Record<TalkerMeasure, { readonly value: string; readonly counts: string }>> = {
  upload: { value: 'toFloat64(up)', counts: '1' },
  download: { value: 'toFloat64(down)', counts: '1' },
  ratio: { value: 'up / (up + down)', counts: 'up + down >= {least:UInt64}' },
  growth: { value: '(up + down) / before', counts: 'before >= {least:UInt64}' },
  deviation: { value: 'peak', counts: 'flagged' },
};

/** The subscribers with an anomaly that was going on in the range, and the highest score of any. */
const peaks = `SELECT who AS subscriber, max(highest) AS peak, 1 AS flagged FROM (
  SELECT any(subscriber) AS who, argMax(peak_score, (at, ordinal)) AS highest,
    toUnixTimestamp(argMax(closed_at, (at, ordinal))) AS closed
  FROM anomaly_events WHERE subscriber != '' AND opened_at < toDateTime({to:UInt32}, 'UTC')
  GROUP BY detected_at, id HAVING closed = 0 OR closed > {from:UInt32}
) GROUP BY who`;

export class TalkerReader {
  readonly #engine: Engine;
  readonly #slotSeconds: number;

  constructor(engine: Engine, slotSeconds: number) {
    this.#engine = engine;
    this.#slotSeconds = slotSeconds;
  }

  async topTalkers(query: TalkerQuery): Promise<TopTalkers | TooManyRows> {
    const closedThrough = await this.#closedThrough();
    const to = Math.min(query.range.to, closedThrough + this.#slotSeconds);
    const range = { from: Math.min(query.range.from, to), to };
    const slotSeconds = this.#slotSeconds;
    if (range.from === to)
      return { ...range, slotSeconds, talkers: [], total: { subscribers: 0, upBytes: 0, downBytes: 0 } };
    const before = { from: Math.max(0, 2 * range.from - to), to: range.from };
    const rows = await this.#rowsIn(query.by === 'growth' ? { from: before.from, to } : range);
    if (rows > mostTalkerRows) return { rows };
    const rolledUp = rolledUpTo(closedThrough, this.#slotSeconds);
    const now = rowsOfRange(range, rolledUp, query.device, 'now');
    const earlier =
      query.by === 'growth' && before.from < before.to && rowsOfRange(before, rolledUp, query.device, 'before');
    const { top, total } = await this.#answer(query, range, now, earlier || null);
    const slots = await slotVolumes(this.#engine, { range, device: query.device, slotSeconds, who: top.map(nameOf) });
    return { ...range, slotSeconds, talkers: top.map((row) => toTalker(row, slots.get(nameOf(row)))), total };
  }

  async #answer(
    { by, limit }: TalkerQuery,
    range: TimeRange,
    now: RowsSql,
    before: RowsSql | null,
  ): Promise<{ readonly top: AnswerRow['top']; readonly total: TrafficSum }> {
    const { value, counts } = measures[by];
    const sums = `SELECT subscriber, sum(up) AS up, sum(down) AS down, sum(earlier) AS before, max(is_now) AS seen FROM (
SELECT subscriber, up, down, 0 AS earlier, 1 AS is_now FROM (${now.sql})
${before === null ? '' : `UNION ALL SELECT subscriber, 0, 0, up + down, 0 FROM (${before.sql})`}
) GROUP BY subscriber HAVING seen`;
    const joined =
      by === 'deviation' ? `(${sums}) AS sums LEFT JOIN (${peaks}) AS peaks USING (subscriber)` : `(${sums})`;
    const [row] = await this.#engine.select<AnswerRow>(
      `SELECT count() AS subscribers, sum(up) AS upBytes, sum(down) AS downBytes,
groupArraySortedIf(${limit})((-(${value}), subscriber, up, down, ${value}), ${counts}) AS top FROM ${joined}`,
      { ...now.parameters, ...before?.parameters, ...rangeParameters(range), least: leastBytesIn(range) },
    );
    const { top = [], ...total } = row ?? { subscribers: 0, upBytes: 0, downBytes: 0 };
    return { top, total };
  }

  /** Start of the newest closed slot; a moment before all others when there is none. */
  async #closedThrough(): Promise<number> {
    const [row] = await this.#engine.select<{ closed: number }>(
      'SELECT toUnixTimestamp(max(closed_through)) AS closed FROM commits HAVING count() > 0',
    );
    return row?.closed ?? -this.#slotSeconds;
  }

  /** At least so many rows are read: as many as there are subscribers in each hour. */
  async #rowsIn(range: TimeRange): Promise<number> {
    const [row] = await this.#engine.select<{ rows: number }>(
      `SELECT sum(seen) AS rows FROM (
  SELECT max(subscribers) AS seen FROM slot_totals
  WHERE ${this.#engine.isScoped ? '1' : "device = ''"} AND slot >= toDateTime({from:UInt32}, 'UTC') AND slot < toDateTime({to:UInt32}, 'UTC')
  GROUP BY toStartOfHour(slot)
)`,
      rangeParameters(range),
    );
    return row?.rows ?? 0;
  }
}

/** Ranges shorter than an hour need what an hour needs. */
const leastBytesIn = ({ from, to }: TimeRange): number =>
  Math.round(leastBytesPerHour * Math.max(1, (to - from) / hourSeconds));

const nameOf = ([, subscriber]: TopRow): string => subscriber;

/** What of his samples is left says nothing of his greatest slot, unless it is all of them. */
function toTalker([, subscriber, upBytes, downBytes, value]: TopRow, slots: SlotVolumes | undefined): Talker {
  const isWhole = slots?.upBytes === upBytes && slots.downBytes === downBytes;
  const { peakSlot, lastSlot } = isWhole ? slots : { peakSlot: null, lastSlot: null };
  return { subscriber, upBytes, downBytes, value, peakSlot, lastSlot };
}
