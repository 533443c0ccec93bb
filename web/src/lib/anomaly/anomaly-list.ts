/** A list of anomalies that live events keep up to date, in the order of the server. */
import type { AnomalyFilter, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { precedes } from './anomaly-order.ts';
import type { Order } from './anomaly-order.ts';

/** Whether the anomaly belongs to a list with this filter; the filter's time range is not looked at: what is live is now. */
export function matchesFilter(anomaly: AnomalyRowFragment, filter: AnomalyFilter): boolean {
  return (
    (filter.status == null || filter.status === anomaly.status) &&
    (filter.subscriber == null || [anomaly.subscriber?.number, anomaly.subscriber?.id].includes(filter.subscriber)) &&
    (filter.device == null || filter.device === anomaly.device.name) &&
    (filter.kinds == null || filter.kinds.includes(anomaly.kind)) &&
    (filter.includeSuppressed === true || anomaly.suppression === null) &&
    (filter.alerted == null || filter.alerted === anomaly.alerted) &&
    (filter.severities == null || filter.severities.includes(anomaly.severity))
  );
}

/** The list after replacing anomalies where they stand, by what `choose` makes of both; the same array when none is in it. */
export function replaced(
  rows: readonly AnomalyRowFragment[],
  anomalies: readonly AnomalyRowFragment[],
  choose = (_shown: AnomalyRowFragment, told: AnomalyRowFragment) => told,
): readonly AnomalyRowFragment[] {
  const byId = new Map(anomalies.map((anomaly) => [anomaly.id, anomaly]));
  if (!rows.some(({ id }) => byId.has(id))) return rows;
  return rows.map((row) => {
    const told = byId.get(row.id);
    return told ? choose(row, told) : row;
  });
}

/** The list with the anomalies in their places, each once. */
export function inserted(
  rows: readonly AnomalyRowFragment[],
  anomalies: readonly AnomalyRowFragment[],
  order: Order,
): readonly AnomalyRowFragment[] {
  const ids = new Set(anomalies.map(({ id }) => id));
  const list = rows.filter(({ id }) => !ids.has(id));
  for (const anomaly of anomalies) {
    const index = list.findIndex((row) => precedes(anomaly, row, order));
    list.splice(index === -1 ? list.length : index, 0, anomaly);
  }
  return list;
}
