/** How long an anomaly lasted, or has lasted so far. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { formatDuration } from '#lib/format/duration.ts';

/** "2 h 10 min"; measured to the newest data (epoch milliseconds, null: not known) while it is open. */
export function durationOf(
  { openedAt, closedAt }: Pick<AnomalyRowFragment, 'openedAt' | 'closedAt'>,
  asOf: number | null,
): string {
  const end = closedAt ? Date.parse(closedAt) : asOf;
  if (end === null) return '—';
  return formatDuration(Math.max(0, end - Date.parse(openedAt)) / 1000);
}
