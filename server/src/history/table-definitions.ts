/** What each table of history consists of: columns with their codecs, partitions, order, and how long rows are kept. */
import { radiusCounterDays } from './radius-counters.ts';
import { receivedDays } from './received.ts';
import { tablesOfPeople } from './tables-of-people.ts';

export interface Retention {
  readonly rawRetentionDays: number;
  readonly hourlyRetentionDays: number;
}

export interface TableDefinition {
  readonly name: string;
  readonly columns: string;
  /** Columns that later versions brought: a history from before gets them when it is opened. */
  readonly addedColumns?: readonly string[];
  /** A column that a later version put at the end of the order: a history from before gets it, with the order. */
  readonly addedKeyColumn?: { readonly column: string; readonly key: string };
  /** Skip indexes that later versions brought, as `name expression TYPE type`: a history from before gets them, too. */
  readonly addedIndexes?: readonly string[];
  readonly engine: string;
  /** Days that rows are kept after they were written; for ever without it. */
  readonly keptDays?: (retention: Retention) => number;
  readonly settings?: string;
}

const rawDays = (retention: Retention): number => retention.rawRetentionDays;
const hourlyDays = (retention: Retention): number => retention.hourlyRetentionDays;
/** Counters of open sessions: a stop of the service longer than this begins sessions anew. */
const sessionCounterDays = (): number => 2;

/** Parts leave when all their rows are too old; a change of retention does not write them again. */
const wholeParts = ', ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1';

const commitColumns = `
  commit UInt32 CODEC(Delta, ZSTD(1)),
  written Date DEFAULT today() CODEC(Delta, ZSTD(1)),
  INDEX commit_range commit TYPE minmax GRANULARITY 1`;

/** Partitions of a week and of a month: one subscriber's history is read from few parts. */
export const tableDefinitions: readonly TableDefinition[] = [
  {
    name: 'samples',
    columns: `
  subscriber String CODEC(ZSTD(1)),
  slot DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  device LowCardinality(String) CODEC(ZSTD(1)),
  reported DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  late UInt8 CODEC(ZSTD(1)),
  seconds UInt16 CODEC(ZSTD(1)),
  up_bytes UInt64 CODEC(T64, ZSTD(1)),
  down_bytes UInt64 CODEC(T64, ZSTD(1)),${commitColumns}`,
    engine: 'ReplacingMergeTree PARTITION BY toMonday(slot) ORDER BY (subscriber, slot, device, reported)',
    keptDays: rawDays,
    settings: wholeParts,
  },
  {
    name: 'hourly',
    columns: `
  subscriber String CODEC(ZSTD(1)),
  hour DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  device LowCardinality(String) CODEC(ZSTD(1)),
  seconds UInt32 CODEC(T64, ZSTD(1)),
  up_bytes UInt64 CODEC(T64, ZSTD(1)),
  down_bytes UInt64 CODEC(T64, ZSTD(1)),${commitColumns}`,
    engine: 'ReplacingMergeTree PARTITION BY toYYYYMM(hour) ORDER BY (subscriber, hour, device)',
    keptDays: hourlyDays,
    settings: wholeParts,
  },
  {
    name: 'slot_totals',
    columns: `
  device LowCardinality(String) COMMENT 'empty for the network' CODEC(ZSTD(1)),
  slot DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  reported DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  late UInt8 CODEC(ZSTD(1)),
  subscribers UInt32 CODEC(T64, ZSTD(1)),
  up_bytes UInt64 CODEC(T64, ZSTD(1)),
  down_bytes UInt64 CODEC(T64, ZSTD(1)),${commitColumns}`,
    engine: 'ReplacingMergeTree PARTITION BY toYYYYMM(slot) ORDER BY (device, slot, reported, late)',
    keptDays: hourlyDays,
    settings: wholeParts,
  },
  {
    // A row per subscriber and week, so that mending it after an unfinished commit reads one week of samples.
    name: 'subscribers',
    columns: `
  subscriber String CODEC(ZSTD(1)),
  week Date CODEC(Delta, ZSTD(1)),
  first_seen SimpleAggregateFunction(min, DateTime('UTC')) CODEC(Delta, ZSTD(1)),
  newest SimpleAggregateFunction(max, Tuple(DateTime('UTC'), UInt64, String)) COMMENT 'slot, bytes and device of the newest sample',
  commit SimpleAggregateFunction(max, UInt32) CODEC(Delta, ZSTD(1)),
  written SimpleAggregateFunction(max, Date) CODEC(Delta, ZSTD(1)),
  INDEX commit_range commit TYPE minmax GRANULARITY 1`,
    addedColumns: [
      "hours SimpleAggregateFunction(groupBitOr, UInt256) COMMENT 'a bit for each hour of the week with a sample' CODEC(ZSTD(1))",
    ],
    engine: 'AggregatingMergeTree ORDER BY (subscriber, week)',
    keptDays: hourlyDays,
  },
  {
    // detected_at never changes in the life of an anomaly; leading the key it makes pages of the newest ones cheap.
    name: 'anomaly_events',
    columns: `
  type LowCardinality(String),
  at DateTime('UTC'),
  ordinal UInt32,
  id String,
  subscriber String COMMENT 'empty for an anomaly of a device',
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
  INDEX by_subscriber subscriber TYPE bloom_filter GRANULARITY 1`,
    // The defaults say what is true of anomalies from before: all were told of, and nobody was compared with others.
    addedColumns: [
      'rule_version LowCardinality(String)',
      'upload_share Float64 DEFAULT if(up_rate + down_rate > 0, up_rate / (up_rate + down_rate), 0)',
      'usual_upload_share Float64 DEFAULT if(usual_up + usual_down > 0, usual_up / (usual_up + usual_down), 0)',
      "cohort LowCardinality(String) COMMENT 'empty without a comparison'",
      'cohort_share_below Float64',
      'alerted UInt8 DEFAULT 1',
    ],
    // The feed is read in order of time: what was detected long before, and told of since, is found by it.
    addedIndexes: ['by_at at TYPE minmax GRANULARITY 1'],
    engine: 'ReplacingMergeTree ORDER BY (detected_at, id, at, ordinal)',
  },
  {
    // What an act does to suppression stands in the row of the act itself, so that the two can never disagree.
    name: 'acts',
    columns: `
  at DateTime('UTC'),
  ordinal UInt32,
  type LowCardinality(String),
  change String,
  actor String,
  made_at DateTime('UTC') COMMENT 'by the clock of the machine',
  comment String,
  undoes String COMMENT 'a change; empty when it takes none back',
  anomaly String COMMENT 'empty for an act on a mute',
  version UInt32,
  acknowledged_by String COMMENT 'this and the next two: where the anomaly stands after it; empty for nobody, nothing',
  assignee String,
  verdict LowCardinality(String),
  suppression String COMMENT 'what it switches on or off: the mute, or the anomaly that a verdict is on; empty for neither',
  active UInt8,
  subscriber String COMMENT 'whose anomalies it suppresses; empty for those of a cohort',
  cohort String,
  kinds Array(LowCardinality(String)) COMMENT 'all when empty',
  until DateTime('UTC') COMMENT '0: for ever',
  most_up Float64, most_down Float64,
  INDEX by_anomaly anomaly TYPE bloom_filter GRANULARITY 1,
  INDEX by_change change TYPE bloom_filter GRANULARITY 1`,
    engine: 'ReplacingMergeTree ORDER BY (at, ordinal)',
  },
  {
    name: 'ingested_files',
    columns: `
  device LowCardinality(String),
  snapshot_at DateTime('UTC'),
  revision UInt16,
  file String,
  size_bytes UInt64,
  rows UInt64,
  accepted UInt64,
  late UInt64,
  dropped Map(LowCardinality(String), UInt64),${commitColumns}`,
    addedColumns: ['estimated UInt64'],
    // A history from before has but first revisions.
    addedKeyColumn: { column: 'revision UInt16', key: '(device, snapshot_at, revision)' },
    engine: 'ReplacingMergeTree PRIMARY KEY (device, snapshot_at) ORDER BY (device, snapshot_at, revision)',
  },
  {
    // What the detector saw, and history no longer tells: a rebuild of its state needs them.
    name: 'superseded_samples',
    columns: `
  device LowCardinality(String),
  reported DateTime('UTC'),
  slot DateTime('UTC'),
  subscriber String CODEC(ZSTD(1)),
  late UInt8,
  seconds UInt16,
  up_bytes UInt64,
  down_bytes UInt64,
  written_by UInt32 COMMENT 'the commit that the sample came with',${commitColumns}`,
    engine: 'ReplacingMergeTree ORDER BY (device, reported, slot, subscriber, written_by)',
    keptDays: rawDays,
  },
  {
    name: 'superseded_reports',
    columns: `
  device LowCardinality(String),
  snapshot_at DateTime('UTC'),
  revision UInt16,${commitColumns}`,
    engine: 'ReplacingMergeTree ORDER BY (device, snapshot_at, revision)',
  },
  {
    name: 'dead_letters',
    columns: `
  file String,
  line UInt32,
  column LowCardinality(String),
  reason LowCardinality(String),
  given String,${commitColumns}`,
    engine: 'ReplacingMergeTree ORDER BY (file, line)',
    keptDays: rawDays,
  },
  {
    name: 'session_counters',
    columns: `
  device LowCardinality(String),
  session Float64,
  started_at DateTime('UTC'),
  at DateTime('UTC'),
  up Float64,
  down Float64,${commitColumns}`,
    engine: 'ReplacingMergeTree ORDER BY (device, session, started_at, at)',
    keptDays: sessionCounterDays,
  },
  {
    // The order serves the reports: each is read once, as a whole, when its slot closes.
    name: 'received',
    columns: `
  device LowCardinality(String),
  snapshot_at DateTime('UTC') COMMENT 'the report that the record is handed over with',
  form LowCardinality(String),
  subscriber String CODEC(ZSTD(1)),
  session Float64 CODEC(ZSTD(1)),
  started_at DateTime('UTC') CODEC(ZSTD(1)),
  ended_at DateTime('UTC') COMMENT '0 while a session is open' CODEC(ZSTD(1)),
  age_seconds UInt32 CODEC(ZSTD(1)),
  up Float64 CODEC(ZSTD(1)),
  down Float64 CODEC(ZSTD(1)),
  written Date DEFAULT today() CODEC(Delta, ZSTD(1))`,
    addedColumns: ['estimated UInt8 CODEC(ZSTD(1))'],
    engine:
      'ReplacingMergeTree PARTITION BY toMonday(snapshot_at) ORDER BY (device, snapshot_at, form, subscriber, session, started_at)',
    keptDays: () => receivedDays,
    settings: wholeParts,
  },
  {
    name: 'radius_counters',
    columns: `
  session Float64 COMMENT 'a hash',
  nas Float64 COMMENT 'a hash; a NAS has a row of its own, with this as session',
  at DateTime('UTC') COMMENT 'of the reading; of a NAS when it last ended its sessions',
  session_seconds UInt32 COMMENT 'age of the session then; 4294967295 when it was not told',
  up Float64 COMMENT 'bytes since the session began',
  down Float64,
  gigawords UInt8,
  ended UInt8,
  written Date DEFAULT today()`,
    engine: 'ReplacingMergeTree ORDER BY session',
    keptDays: () => radiusCounterDays,
  },
  ...tablesOfPeople,
  {
    name: 'commits',
    columns: `
  commit UInt32,
  closed_through DateTime('UTC'),
  slot_seconds UInt32,
  written DateTime('UTC') DEFAULT now()`,
    engine: 'ReplacingMergeTree ORDER BY commit',
  },
  {
    name: 'fences',
    columns: `
  token UInt64,
  owner String COMMENT 'who made commits from then on',
  taken DateTime('UTC') DEFAULT now()`,
    engine: 'MergeTree ORDER BY token',
  },
  {
    name: 'identity',
    columns: `
  id String,
  made DateTime('UTC') DEFAULT now()`,
    engine: 'MergeTree ORDER BY made',
  },
];
