/** The tables that rows are inserted into: their columns, in the order that rows travel in. */

/**
 * Every table that a commit writes carries the number of that commit in `commit`, outside its key, so that an
 * unfinished commit can be found and discarded. The invariant behind it: rows of a finished commit are not written
 * again by a later one (their files are in history and are skipped), so a discard never takes what was finished.
 * The two tables derived from samples (`hourly`, `subscribers`) are exempt: they are computed again.
 *
 * `written` is the day by the machine's clock. Retention counts from it and not from the data's clock, or a history
 * of last year that is replayed today would be deleted as it is written.
 */
export interface InsertTable {
  readonly name: string;
  /** Name and RowBinary type of the columns a row consists of, in order. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** No two rows of one insert have the same key: the engine need not look for those that replace each other. */
  readonly isDistinct?: boolean;
}

const commit = ['commit', 'UInt32'] as const;

export const samples: InsertTable = {
  name: 'samples',
  isDistinct: true,
  columns: [
    ['subscriber', 'String'],
    ['slot', 'DateTime'],
    ['device', 'String'],
    ['reported', 'DateTime'],
    ['late', 'UInt8'],
    ['seconds', 'UInt16'],
    ['up_bytes', 'UInt64'],
    ['down_bytes', 'UInt64'],
    commit,
  ],
};

/** Hours that are known without reading their samples; others are computed by a statement. */
export const hourly: InsertTable = {
  name: 'hourly',
  isDistinct: true,
  columns: [
    ['subscriber', 'String'],
    ['hour', 'DateTime'],
    ['device', 'String'],
    ['seconds', 'UInt32'],
    ['up_bytes', 'UInt64'],
    ['down_bytes', 'UInt64'],
    commit,
  ],
};

export const slotTotals: InsertTable = {
  name: 'slot_totals',
  columns: [
    ['device', 'String'],
    ['slot', 'DateTime'],
    ['reported', 'DateTime'],
    ['late', 'UInt8'],
    ['subscribers', 'UInt32'],
    ['up_bytes', 'UInt64'],
    ['down_bytes', 'UInt64'],
    commit,
  ],
};

export const anomalyEvents: InsertTable = {
  name: 'anomaly_events',
  columns: [
    ['type', 'String'],
    ['at', 'DateTime'],
    ['ordinal', 'UInt32'],
    ['id', 'String'],
    ['subscriber', 'String'],
    ['device', 'String'],
    ['kind', 'String'],
    ['severity', 'String'],
    ['opened_at', 'DateTime'],
    ['detected_at', 'DateTime'],
    ['closed_at', 'DateTime'],
    ['up_rate', 'Float64'],
    ['down_rate', 'Float64'],
    ['low_up', 'Float64'],
    ['usual_up', 'Float64'],
    ['high_up', 'Float64'],
    ['low_down', 'Float64'],
    ['usual_down', 'Float64'],
    ['high_down', 'Float64'],
    ['score', 'Float64'],
    ['peak_score', 'Float64'],
    ['slots', 'UInt32'],
    ['excess_bytes', 'Float64'],
    ['reason', 'String'],
    ['rule_version', 'String'],
    ['upload_share', 'Float64'],
    ['usual_upload_share', 'Float64'],
    ['cohort', 'String'],
    ['cohort_share_below', 'Float64'],
    ['alerted', 'UInt8'],
    commit,
  ],
};

export const ingestedFiles: InsertTable = {
  name: 'ingested_files',
  columns: [
    ['device', 'String'],
    ['snapshot_at', 'DateTime'],
    ['revision', 'UInt16'],
    ['file', 'String'],
    ['size_bytes', 'UInt64'],
    ['rows', 'UInt64'],
    ['accepted', 'UInt64'],
    ['late', 'UInt64'],
    ['estimated', 'UInt64'],
    ['dropped', 'Map(String, UInt64)'],
    commit,
  ],
};

export const deadLetters: InsertTable = {
  name: 'dead_letters',
  columns: [
    ['file', 'String'],
    ['line', 'UInt32'],
    ['column', 'String'],
    ['reason', 'String'],
    ['given', 'String'],
    commit,
  ],
};

export const sessionCounters: InsertTable = {
  name: 'session_counters',
  columns: [
    ['device', 'String'],
    ['session', 'Float64'],
    ['started_at', 'DateTime'],
    ['at', 'DateTime'],
    ['up', 'Float64'],
    ['down', 'Float64'],
    commit,
  ],
};

/** What devices tell record by record. No part of a commit: it is here before its slot closes. */
export const received: InsertTable = {
  name: 'received',
  columns: [
    ['device', 'String'],
    ['snapshot_at', 'DateTime'],
    ['form', 'String'],
    ['subscriber', 'String'],
    ['session', 'Float64'],
    ['started_at', 'DateTime'],
    ['ended_at', 'DateTime'],
    ['age_seconds', 'UInt32'],
    ['up', 'Float64'],
    ['down', 'Float64'],
    ['estimated', 'UInt8'],
  ],
};

/** The last counters of RADIUS sessions. No part of a commit: they are kept with what was received. */
export const radiusCounters: InsertTable = {
  name: 'radius_counters',
  columns: [
    ['session', 'Float64'],
    ['nas', 'Float64'],
    ['at', 'DateTime'],
    ['session_seconds', 'UInt32'],
    ['up', 'Float64'],
    ['down', 'Float64'],
    ['gigawords', 'UInt8'],
    ['ended', 'UInt8'],
  ],
};

/** Samples that a newer revision of their report replaced: written by statement, and read where it counts what the detector saw. */
export const supersededSamples = { name: 'superseded_samples' } as const;

/** Reports that a newer revision replaced: written by statement. */
export const supersededReports = { name: 'superseded_reports' } as const;

/** What people did. No part of a commit: one insert for each request, and kept whatever is discarded. */
export const acts: InsertTable = {
  name: 'acts',
  columns: [
    ['at', 'DateTime'],
    ['ordinal', 'UInt32'],
    ['type', 'String'],
    ['change', 'String'],
    ['actor', 'String'],
    ['made_at', 'DateTime'],
    ['comment', 'String'],
    ['undoes', 'String'],
    ['anomaly', 'String'],
    ['version', 'UInt32'],
    ['acknowledged_by', 'String'],
    ['assignee', 'String'],
    ['verdict', 'String'],
    ['suppression', 'String'],
    ['active', 'UInt8'],
    ['subscriber', 'String'],
    ['cohort', 'String'],
    ['kinds', 'Array(String)'],
    ['until', 'DateTime'],
    ['most_up', 'Float64'],
    ['most_down', 'Float64'],
  ],
};

/** Who did what. No part of a commit, and kept whatever is discarded. */
export const audit: InsertTable = {
  name: 'audit',
  columns: [
    ['chain', 'String'],
    ['ordinal', 'UInt32'],
    ['text', 'String'],
    ['hash', 'String'],
  ],
};

/** Who was erased, as hashes. No part of a commit either. */
export const erasures: InsertTable = {
  name: 'erasures',
  columns: [
    ['hash', 'String'],
    ['key_id', 'String'],
    ['at_ms', 'UInt64'],
    ['ignored', 'UInt8'],
  ],
};

/** Tables whose rows belong to one commit and leave with it. Samples come last: what is derived from them is mended first. */
export const committedTables: readonly Pick<InsertTable, 'name'>[] = [
  slotTotals,
  anomalyEvents,
  ingestedFiles,
  deadLetters,
  sessionCounters,
  supersededReports,
  supersededSamples,
  samples,
];
