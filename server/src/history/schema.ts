/** The statements that create history's tables, with the codecs, partitions and retention of each. */

export interface Retention {
  readonly rawRetentionDays: number;
  readonly hourlyRetentionDays: number;
}

/** How long counters of open sessions are kept: a stop of the service longer than this begins sessions anew. */
const sessionCounterDays = 2;

const commitColumns = `
  commit UInt32 CODEC(Delta, ZSTD(1)),
  written Date DEFAULT today() CODEC(Delta, ZSTD(1)),
  INDEX commit_range commit TYPE minmax GRANULARITY 1`;

/** Retention as it stands in the table's definition; tables without one keep their rows for ever. */
export function retentionOf(retention: Retention): ReadonlyMap<string, string> {
  const raw = `written + toIntervalDay(${retention.rawRetentionDays})`;
  const hourly = `written + toIntervalDay(${retention.hourlyRetentionDays})`;
  return new Map([
    ['samples', raw],
    ['dead_letters', raw],
    ['session_counters', `written + toIntervalDay(${sessionCounterDays})`],
    ['hourly', hourly],
    ['slot_totals', hourly],
    ['subscribers', hourly],
  ]);
}

/**
 * Raw samples lie in partitions of a week and roll-ups in partitions of a month: a subscriber's history is read from
 * few parts, and what is too old leaves as whole parts. Small tables have one partition and lose single rows.
 */
const wholeParts = 'ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1';

/**
 * Data are on disk before an insert is acknowledged, and before a merge drops the parts it was made of: the marker of
 * a commit never outlives its rows in a power cut.
 */
const durable = 'fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1';

export function createStatements(retention: Retention): string[] {
  const expiry = retentionOf(retention);
  const ttl = (table: string): string => `TTL ${expiry.get(table) ?? ''}`;
  return [
    `CREATE TABLE IF NOT EXISTS samples (
  subscriber String CODEC(ZSTD(1)),
  slot DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  device LowCardinality(String) CODEC(ZSTD(1)),
  reported DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  late UInt8 CODEC(ZSTD(1)),
  seconds UInt16 CODEC(ZSTD(1)),
  up_bytes UInt64 CODEC(T64, ZSTD(1)),
  down_bytes UInt64 CODEC(T64, ZSTD(1)),${commitColumns}
) ENGINE = ReplacingMergeTree PARTITION BY toMonday(slot) ORDER BY (subscriber, slot, device, reported)
${ttl('samples')} SETTINGS ${wholeParts}, ${durable}`,

    `CREATE TABLE IF NOT EXISTS hourly (
  subscriber String CODEC(ZSTD(1)),
  hour DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  device LowCardinality(String) CODEC(ZSTD(1)),
  seconds UInt32 CODEC(T64, ZSTD(1)),
  up_bytes UInt64 CODEC(T64, ZSTD(1)),
  down_bytes UInt64 CODEC(T64, ZSTD(1)),${commitColumns}
) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(hour) ORDER BY (subscriber, hour, device)
${ttl('hourly')} SETTINGS ${wholeParts}, ${durable}`,

    `CREATE TABLE IF NOT EXISTS slot_totals (
  device LowCardinality(String) CODEC(ZSTD(1)),
  slot DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  reported DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  late UInt8 CODEC(ZSTD(1)),
  subscribers UInt32 CODEC(T64, ZSTD(1)),
  up_bytes UInt64 CODEC(T64, ZSTD(1)),
  down_bytes UInt64 CODEC(T64, ZSTD(1)),${commitColumns}
) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(slot) ORDER BY (device, slot, reported, late)
${ttl('slot_totals')} SETTINGS ${wholeParts}, ${durable}`,

    // One row per subscriber and week, so that mending it after an unfinished commit reads one week of samples.
    // newest = (slot, bytes, device) of the newest sample; of two in one slot the one with more traffic.
    `CREATE TABLE IF NOT EXISTS subscribers (
  subscriber String CODEC(ZSTD(1)),
  week Date CODEC(Delta, ZSTD(1)),
  first_seen SimpleAggregateFunction(min, DateTime('UTC')) CODEC(Delta, ZSTD(1)),
  newest SimpleAggregateFunction(max, Tuple(DateTime('UTC'), UInt64, String)),
  commit SimpleAggregateFunction(max, UInt32) CODEC(Delta, ZSTD(1)),
  written SimpleAggregateFunction(max, Date) CODEC(Delta, ZSTD(1)),
  INDEX commit_range commit TYPE minmax GRANULARITY 1
) ENGINE = AggregatingMergeTree ORDER BY (subscriber, week)
${ttl('subscribers')} SETTINGS ${durable}`,

    `CREATE MATERIALIZED VIEW IF NOT EXISTS samples_to_subscribers TO subscribers AS ${subscribersFromSamples}
GROUP BY subscriber, week`,

    // detected_at never changes in the life of an anomaly; leading the key it makes pages of the newest ones cheap.
    `CREATE TABLE IF NOT EXISTS anomaly_events (
  type LowCardinality(String),
  at DateTime('UTC'),
  ordinal UInt32,
  id String,
  subscriber String,
  device LowCardinality(String),
  kind LowCardinality(String),
  severity LowCardinality(String),
  opened_at DateTime('UTC'),
  detected_at DateTime('UTC'),
  closed_at DateTime('UTC') COMMENT '0 while open',
  up_rate Float64, down_rate Float64,
  low_up Float64, usual_up Float64, high_up Float64,
  low_down Float64, usual_down Float64, high_down Float64,
  score Float64, peak_score Float64,
  slots UInt32,
  excess_bytes Float64,
  reason String,${commitColumns},
  INDEX by_id id TYPE bloom_filter GRANULARITY 1,
  INDEX by_subscriber subscriber TYPE bloom_filter GRANULARITY 1
) ENGINE = ReplacingMergeTree ORDER BY (detected_at, id, at, ordinal) SETTINGS ${durable}`,

    `CREATE TABLE IF NOT EXISTS ingested_files (
  device LowCardinality(String),
  snapshot_at DateTime('UTC'),
  file String,
  size_bytes UInt64,
  rows UInt64,
  accepted UInt64,
  late UInt64,
  dropped Map(LowCardinality(String), UInt64),${commitColumns}
) ENGINE = ReplacingMergeTree ORDER BY (device, snapshot_at) SETTINGS ${durable}`,

    `CREATE TABLE IF NOT EXISTS dead_letters (
  file String,
  line UInt32,
  column LowCardinality(String),
  reason LowCardinality(String),
  given String,${commitColumns}
) ENGINE = ReplacingMergeTree ORDER BY (file, line) ${ttl('dead_letters')} SETTINGS ${durable}`,

    `CREATE TABLE IF NOT EXISTS session_counters (
  device LowCardinality(String),
  session Float64,
  started_at DateTime('UTC'),
  at DateTime('UTC'),
  up Float64,
  down Float64,${commitColumns}
) ENGINE = ReplacingMergeTree ORDER BY (device, session, started_at, at)
${ttl('session_counters')} SETTINGS ${durable}`,

    `CREATE TABLE IF NOT EXISTS commits (
  commit UInt32,
  closed_through DateTime('UTC'),
  slot_seconds UInt32,
  written DateTime('UTC') DEFAULT now()
) ENGINE = ReplacingMergeTree ORDER BY commit SETTINGS ${durable}`,
  ];
}

/** What the materialized view keeps of samples; also used to compute a week again. Needs GROUP BY subscriber, week. */
export const subscribersFromSamples = `SELECT subscriber, toMonday(slot) AS week, min(slot) AS first_seen,
  max((slot, up_bytes + down_bytes, toString(device))) AS newest, max(samples.commit) AS commit, max(samples.written) AS written
FROM samples`;
