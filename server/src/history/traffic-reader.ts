/** Traffic over time, of the network, of a device and of subscribers. */
import type { EpochSeconds } from '../domain/traffic.ts';
import { networkRows } from './device-scope.ts';
import type { Engine, QueryParameters } from './engine.ts';
import type {
  Page,
  PlacedSample,
  Resolution,
  SampleKey,
  SubscriberRun,
  SubscriberSample,
  TimeRange,
  TrafficPoint,
} from './history.ts';
import { inListOrder, pageSql, type KeyColumn } from './keyset.ts';
import { hourSeconds, rolledUpToSql } from './roll-up.ts';
import { withinSql, rangeParameters, wholeHours } from './time-range-sql.ts';

interface TrafficRow {
  readonly start: EpochSeconds;
  readonly up: number;
  readonly down: number;
  readonly subscribers: number;
}

type SampleRow = Omit<SubscriberSample, 'late'> & { readonly late: number };

export class TrafficReader {
  readonly #engine: Engine;
  readonly #slotSeconds: number;

  constructor(engine: Engine, slotSeconds: number) {
    this.#engine = engine;
    this.#slotSeconds = slotSeconds;
  }

  async traffic(device: string | null, range: TimeRange, resolution: Resolution): Promise<TrafficPoint[]> {
    // What came late is told of by its device alone, and belongs to the network too.
    const whose = device === null ? networkRows(this.#engine) : 'device = {device:String}';
    const slots = `SELECT slot, sum(subscribers) AS seen, sum(up_bytes) AS up, sum(down_bytes) AS down
FROM slot_totals FINAL WHERE ${whose} AND ${withinSql('slot')} GROUP BY slot HAVING seen > 0`;
    const parameters = { device: device ?? '', ...rangeParameters(resolution === 'hour' ? wholeHours(range) : range) };
    const query =
      resolution === 'hour'
        ? `SELECT toUnixTimestamp(toStartOfHour(slot)) AS start, sum(up) AS up, sum(down) AS down, max(seen) AS subscribers
FROM (${slots}) GROUP BY start ORDER BY start`
        : `SELECT toUnixTimestamp(slot) AS start, up, down, seen AS subscribers FROM (${slots}) ORDER BY start`;
    const rows = await this.#engine.select<TrafficRow>(query, parameters);
    return rows.map((row) => this.#point(row, resolution));
  }

  async deviceTraffic(
    devices: readonly string[],
    range: TimeRange,
    resolution: Resolution,
  ): Promise<Map<string, TrafficPoint[]>> {
    const points = new Map<string, TrafficPoint[]>(devices.map((device) => [device, []]));
    if (devices.length === 0) return points;
    const slots = `SELECT toString(device) AS device, slot, sum(subscribers) AS seen, sum(up_bytes) AS up, sum(down_bytes) AS down
FROM slot_totals FINAL WHERE device IN {devices:Array(String)} AND ${withinSql('slot')} GROUP BY device, slot HAVING seen > 0`;
    const parameters = { devices, ...rangeParameters(resolution === 'hour' ? wholeHours(range) : range) };
    const start = resolution === 'hour' ? 'toStartOfHour(slot)' : 'slot';
    const rows = await this.#engine.select<{ device: string; points: TrafficTuple[] }>(
      `SELECT device, arraySort(groupArray((start, up, down, subscribers))) AS points FROM (
  SELECT device, toUnixTimestamp(${start}) AS start, sum(up) AS up, sum(down) AS down, max(seen) AS subscribers
  FROM (${slots}) GROUP BY device, start
) GROUP BY device`,
      parameters,
    );
    for (const { device, points: tuples } of rows) {
      const ofDevice = tuples.map(([at, up, down, seen]) =>
        this.#point({ start: at, up, down, subscribers: seen }, resolution),
      );
      points.set(device, ofDevice);
    }
    return points;
  }

  async subscriberTraffic(
    subscribers: readonly string[],
    range: TimeRange,
    resolution: Resolution,
  ): Promise<Map<string, TrafficPoint[]>> {
    const points = new Map<string, TrafficPoint[]>(subscribers.map((subscriber) => [subscriber, []]));
    if (subscribers.length === 0) return points;
    const parameters = { subscribers, ...rangeParameters(resolution === 'hour' ? wholeHours(range) : range) };
    const rows = await this.#engine.select<TrafficRow & { subscriber: string }>(
      resolution === 'hour' ? subscriberHours : subscriberSlots,
      parameters,
    );
    for (const row of rows) points.get(row.subscriber)?.push(this.#point(row, resolution));
    return points;
  }

  /** As one array of tuples: thousands of rows that name their columns would take longer to write and read than to find. */
  async subscriberSamples(subscriber: string, range: TimeRange, limit: number): Promise<SubscriberSample[]> {
    const [found] = await this.#engine.select<{ samples: SampleTuple[] }>(
      `SELECT groupArray((device, slotStart, seconds, upBytes, downBytes, late)) AS samples
FROM (${selectSamples} WHERE subscriber = {subscriber:String} AND ${withinSql('slot')} ${newestFirst} LIMIT {limit:UInt32})`,
      { subscriber, limit, ...rangeParameters(range) },
    );
    return (found?.samples ?? []).map(([device, slotStart, seconds, upBytes, downBytes, late]) =>
      toSample({ subscriber, device, slotStart, seconds, upBytes, downBytes, late }),
    );
  }

  async listSubscriberSamples(subscriber: string, range: TimeRange, page: Page<SampleKey>): Promise<PlacedSample[]> {
    const { condition, orderAndLimit, parameters } = pageSql(sampleOrder, page, (key) => [
      key.slotStart,
      key.device,
      key.reportedAt,
    ]);
    const rows = await this.#engine.select<SampleRow & { readonly reportedAt: EpochSeconds }>(
      `${selectPlacedSamples} WHERE subscriber = {subscriber:String} AND ${withinSql('slot')} AND ${condition}
ORDER BY ${orderAndLimit}`,
      { ...parameters, subscriber, ...rangeParameters(range) },
    );
    return inListOrder(rows, page).map((row) => ({ ...toSample(row), reportedAt: row.reportedAt }));
  }

  async samplesOfRuns(runs: readonly SubscriberRun[]): Promise<SubscriberSample[][]> {
    if (runs.length === 0) return [];
    const rows = await this.#engine.select<SampleRow>(
      `${selectSamples} WHERE ${runs.map((_, run) => ofRunSql(run)).join(' OR ')} ${newestFirst}`,
      Object.assign({}, ...runs.map(runParameters)) as QueryParameters,
    );
    const samples = Map.groupBy(rows.map(toSample), ({ subscriber }) => subscriber);
    return runs.map(({ subscriber, range: { from, to } }) =>
      (samples.get(subscriber) ?? []).filter(({ slotStart }) => slotStart >= from && slotStart < to),
    );
  }

  #point(row: TrafficRow, resolution: Resolution): TrafficPoint {
    return {
      start: row.start,
      intervalSeconds: resolution === 'hour' ? hourSeconds : this.#slotSeconds,
      upBytes: row.up,
      downBytes: row.down,
      subscribers: row.subscribers,
    };
  }
}

const sampleColumns = `subscriber, device, toUnixTimestamp(slot) AS slotStart, seconds,
  up_bytes AS upBytes, down_bytes AS downBytes, late`;
const selectSamples = `SELECT ${sampleColumns} FROM samples FINAL`;
const selectPlacedSamples = `SELECT ${sampleColumns}, toUnixTimestamp(reported) AS reportedAt FROM samples FINAL`;
const sampleOrder: readonly KeyColumn[] = [
  { expression: 'slot', type: 'UInt32', descending: true },
  { expression: 'device', type: 'String', descending: false },
  { expression: 'reported', type: 'UInt32', descending: true },
];
const newestFirst = 'ORDER BY slot DESC, device, reported DESC';

type TrafficTuple = [start: EpochSeconds, up: number, down: number, subscribers: number];
type SampleTuple = [
  device: string,
  slotStart: number,
  seconds: number,
  upBytes: number,
  downBytes: number,
  late: number,
];

const toSample = (row: SampleRow): SubscriberSample => ({ ...row, late: row.late === 1 });

/** The condition and the parameters of the n-th run. */
const ofRunSql = (run: number): string => `(subscriber = {subscriber${run}:String}
  AND slot >= toDateTime({from${run}:UInt32}, 'UTC') AND slot < toDateTime({to${run}:UInt32}, 'UTC'))`;
const runParameters = ({ subscriber, range }: SubscriberRun, run: number): QueryParameters => {
  const { from, to } = rangeParameters(range);
  return { [`subscriber${run}`]: subscriber, [`from${run}`]: from, [`to${run}`]: to };
};

const theseSubscribers = 'subscriber IN {subscribers:Array(String)}';

const subscriberSlots = `SELECT subscriber, toUnixTimestamp(slot) AS start, sum(up_bytes) AS up, sum(down_bytes) AS down, 1 AS subscribers
FROM samples FINAL WHERE ${theseSubscribers} AND ${withinSql('slot')}
GROUP BY subscriber, start ORDER BY subscriber, start`;

/** Complete hours from the roll-up, which outlives the samples; the newest hour from samples. */
const subscriberHours = `SELECT subscriber, toUnixTimestamp(hour) AS start, sum(up_bytes) AS up, sum(down_bytes) AS down, 1 AS subscribers
FROM (
  SELECT subscriber, hour, up_bytes, down_bytes FROM hourly FINAL
  WHERE ${theseSubscribers} AND ${withinSql('hour')} AND hour < toDateTime(${rolledUpToSql}, 'UTC')
  UNION ALL
  SELECT subscriber, toStartOfHour(slot) AS hour, up_bytes, down_bytes FROM samples FINAL
  WHERE ${theseSubscribers} AND ${withinSql('slot')} AND slot >= toDateTime(${rolledUpToSql}, 'UTC')
)
GROUP BY subscriber, start ORDER BY subscriber, start`;
