/** A list of anomalies that live events keep up to date: newest detection first, then id, as the server orders it. */
import type { AnomalyFilter, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';

/** What a live event says about a list. */
export interface AnomalyChange {
  readonly type: 'OPENED' | 'UPDATED' | 'CLOSED';
  readonly anomaly: AnomalyRowFragment;
}

const precedes = (a: AnomalyRowFragment, b: AnomalyRowFragment) =>
  a.detectedAt === b.detectedAt ? a.id < b.id : Date.parse(a.detectedAt) > Date.parse(b.detectedAt);

/** Whether the anomaly belongs to a list with this filter; the filter's time range is not looked at: what is live is now. */
export function matchesFilter(anomaly: AnomalyRowFragment, filter: AnomalyFilter): boolean {
  return (
    (filter.status == null || filter.status === anomaly.status) &&
    (filter.subscriber == null || filter.subscriber === anomaly.subscriber?.number) &&
    (filter.device == null || filter.device === anomaly.device.name) &&
    (filter.kinds == null || filter.kinds.includes(anomaly.kind)) &&
    (filter.includeSuppressed === true || anomaly.suppression === null) &&
    (filter.alerted == null || filter.alerted === anomaly.alerted) &&
    (filter.severities == null || filter.severities.includes(anomaly.severity))
  );
}

/** The list after replacing the anomaly where it stands; unchanged (the same array) when it is not in it. */
export function replaced(
  rows: readonly AnomalyRowFragment[],
  anomaly: AnomalyRowFragment,
): readonly AnomalyRowFragment[] {
  const index = rows.findIndex((row) => row.id === anomaly.id);
  return index === -1 ? rows : rows.with(index, anomaly);
}

/** The list with the anomaly in its place, and no longer than `most`. */
export function inserted(
  rows: readonly AnomalyRowFragment[],
  anomaly: AnomalyRowFragment,
  most: number,
): readonly AnomalyRowFragment[] {
  const rest = rows.filter((row) => row.id !== anomaly.id);
  const index = rest.findIndex((row) => precedes(anomaly, row));
  return rest.toSpliced(index === -1 ? rest.length : index, 0, anomaly).slice(0, most);
}

/** The list without the anomaly. */
export const removed = (rows: readonly AnomalyRowFragment[], id: string): readonly AnomalyRowFragment[] =>
  rows.some((row) => row.id === id) ? rows.filter((row) => row.id !== id) : rows;
