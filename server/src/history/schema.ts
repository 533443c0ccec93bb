/** The statements that create history's tables and bring them to what this version expects. */
import { tableDefinitions, type Retention } from './table-definitions.ts';

/**
 * Data are on disk before an insert is acknowledged, and before a merge drops the parts it was made of: the marker of
 * a commit never outlives its rows in a power cut.
 */
const durable = 'fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1';

/** The bit of the hour of a week, Monday first, in which a moment lies. The epoch began on a Thursday. */
const hourBit = (moment: string): string =>
  `bitShiftLeft(toUInt256(1), intDiv((toUnixTimestamp(${moment}) + 259200) % 604800, 3600))`;

/**
 * What `subscribers` keeps of samples, for the view that feeds it and to compute a week again. A row a sample: the table puts
 * those of a week together when it merges, which costs a fraction of grouping them in each insert.
 */
export const subscribersFromSamples = `SELECT subscriber, toMonday(slot) AS week, slot AS first_seen,
  (slot, up_bytes + down_bytes, toString(device)) AS newest, commit, written, ${hourBit('slot')} AS hours
FROM samples`;

/** Feeds `subscribers`. */
export const subscribersView = {
  name: 'samples_to_subscribers',
  create: `CREATE MATERIALIZED VIEW IF NOT EXISTS samples_to_subscribers TO subscribers AS ${subscribersFromSamples}`,
  replace: `ALTER TABLE samples_to_subscribers MODIFY QUERY ${subscribersFromSamples}`,
} as const;

/** For a history whose `subscribers` has no hours yet: takes them from the roll-up and the samples. The rest of a row is neutral. */
export const hoursBackfill: readonly string[] = [
  ...[
    ['hourly', 'hour'],
    ['samples', 'slot'],
  ].map(
    ([table, moment]) => `INSERT INTO subscribers (subscriber, week, first_seen, newest, commit, written, hours)
SELECT subscriber, toMonday(${moment}) AS week, toDateTime(4294967295, 'UTC'), (toDateTime(0, 'UTC'), 0, ''),
  max(${table}.commit), max(${table}.written), groupBitOr(${hourBit(moment!)}) FROM ${table} GROUP BY subscriber, week`,
  ),
  'OPTIMIZE TABLE subscribers FINAL',
];

/** When rows of each table expire, as it stands in the table's definition; tables that keep theirs for ever are missing. */
export function expiryOf(retention: Retention): ReadonlyMap<string, string> {
  return new Map(
    tableDefinitions.flatMap(({ name, keptDays }) =>
      keptDays === undefined ? [] : [[name, `written + toIntervalDay(${keptDays(retention)})`]],
    ),
  );
}

/** By table and name of the index: the statements that bring it to a history without it, and to the rows that are there. */
export function indexStatements(): { readonly table: string; readonly index: string; readonly statements: string[] }[] {
  return tableDefinitions.flatMap(({ name: table, addedIndexes = [] }) =>
    addedIndexes.map((definition) => {
      const index = definition.split(' ')[0]!;
      const statements = [
        `ALTER TABLE ${table} ADD INDEX IF NOT EXISTS ${definition}`,
        `ALTER TABLE ${table} MATERIALIZE INDEX ${index}`,
      ];
      return { table, index, statements };
    }),
  );
}

/** Each creates what is missing and leaves alone what is there. */
export function createStatements(retention: Retention): string[] {
  const expiry = expiryOf(retention);
  const statements = tableDefinitions.map(({ name, columns, engine, settings = '' }) => {
    const ttl = expiry.has(name) ? ` TTL ${expiry.get(name)}` : '';
    return `CREATE TABLE IF NOT EXISTS ${name} (${columns}\n) ENGINE = ${engine}${ttl} SETTINGS ${durable}${settings}`;
  });
  const additions = tableDefinitions.flatMap(({ name, addedColumns = [] }) =>
    addedColumns.map((column) => `ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS ${column}`),
  );
  return [...statements, ...additions];
}
