/** Suppression as a condition of SQL: what `suppresses` says of an anomaly and the suppressions that stand. */
import { formerKind, formerKindToday } from './anomaly-row.ts';

/** Those that the newest act on each left standing. All but that is the same in each of its rows. */
const standing = `SELECT any(subscriber) AS of_subscriber, any(cohort) AS of_cohort, any(kinds) AS of_kinds, any(until) AS ends,
  any(most_up) AS up_limit, any(most_down) AS down_limit
FROM acts WHERE suppression != '' GROUP BY suppression HAVING argMax(active, (at, ordinal)) = 1`;

const kindToday = `if(kind = '${formerKind}', '${formerKindToday}', kind)`;

const isMeant = `(empty(of_kinds) OR has(of_kinds, ${kindToday})) AND (ends = toDateTime(0, 'UTC') OR opened_at < ends)
  AND up_rate <= up_limit AND down_rate <= down_limit`;

/** They are reported, whatever suppresses others like them. */
const infected = `SELECT anomaly FROM acts WHERE anomaly != '' GROUP BY anomaly HAVING argMax(verdict, (at, ordinal)) = 'infected'`;

/** Ids of the suppressed among the anomalies of the condition, which is on columns that never change in an anomaly's life. */
export function suppressedIdsSql(where: string): string {
  const joined = (column: 'subscriber' | 'cohort'): string =>
    `SELECT id FROM (SELECT * FROM anomaly_events WHERE ${where} AND subscriber != '' AND ${column} IN (SELECT of_${column} FROM (${standing}))) AS told
INNER JOIN (SELECT * FROM (${standing}) WHERE of_${column} != '') AS stands ON told.${column} = stands.of_${column} WHERE ${isMeant}`;
  return `SELECT id FROM (${joined('subscriber')} UNION ALL ${joined('cohort')}) WHERE id NOT IN (${infected})`;
}
