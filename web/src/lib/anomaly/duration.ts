/** How long an anomaly lasted, or has lasted so far. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { formatDuration } from '#lib/format/duration.ts';

/** "2 h 10 min"; measured to the newest data (epoch milliseconds) while it is open. */
export function durationOf(
  { openedAt, closedAt }: Pick<AnomalyRowFragment, 'openedAt' | 'closedAt'>,
  asOf: number,
): string {
  const end = closedAt ? Date.parse(closedAt) : asOf;
  return formatDuration(Math.max(0, end - Date.parse(openedAt)) / 1000);
}
