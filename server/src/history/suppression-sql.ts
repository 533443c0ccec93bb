/** Suppression as a condition of SQL: what `suppresses` says of an anomaly and the suppressions that stand. */
import type { Engine } from './engine.ts';
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

/** Which kinds of scope any suppression that stands has: most of the time there is none of a cohort, often none at all. */
export type StandingScopes = readonly ('subscriber' | 'cohort')[];

export async function standingScopes(engine: Engine): Promise<StandingScopes> {
  const [found] = await engine.select<{ subscribers: number; cohorts: number }>(
    `SELECT countIf(of_subscriber != '') AS subscribers, countIf(of_cohort != '') AS cohorts FROM (${standing})`,
  );
  const { subscribers = 0, cohorts = 0 } = found ?? {};
  return [...(subscribers > 0 ? ['subscriber' as const] : []), ...(cohorts > 0 ? ['cohort' as const] : [])];
}

/**
 * The anomaly is suppressed: one of those of `where`, a condition on columns that never change in an anomaly's life. Scopes
 * that nothing has are not looked for.
 */
export function isSuppressedSql(where: string, scopes: StandingScopes): string {
  if (scopes.length === 0) return '0';
  const suppressed = scopes.map((scope) => suppressedBy(scope, where)).join(' UNION ALL ');
  return `id IN (SELECT id FROM (${suppressed}) WHERE id NOT IN (${infected}))`;
}

function suppressedBy(scope: StandingScopes[number], where: string): string {
  const stands = `SELECT * FROM (${standing}) WHERE of_${scope} != ''`;
  return `SELECT id FROM (SELECT * FROM anomaly_events
  WHERE ${where} AND subscriber != '' AND ${scope} IN (SELECT of_${scope} FROM (${stands}))) AS told
INNER JOIN (${stands}) AS stands ON told.${scope} = stands.of_${scope} WHERE ${isMeant}`;
}
