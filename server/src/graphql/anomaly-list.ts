/** Pages of anomalies, the newest first or in another order: one list behind the query, the subscriber and the device. */
import type { Anomaly } from '../domain/anomaly.ts';
import { keyOf, newestFirst } from '../history/anomaly-order.ts';
import type { AnomalyFilter } from '../history/history.ts';
import { nameOfOrder } from './anomaly-order.ts';
import { toHistoryFilter } from './anomaly-filter.ts';
import { resolveConnection, type Connection, type ConnectionArguments } from './connection.ts';
import type { ApiContext } from './context.ts';
import { clientError } from './errors.ts';
import type { Sealer } from './sealed-text.ts';

/** Of what is in a noun already its field can only be narrowed: a filter that names another subscriber or device is a mistake. */
export function filterWithin(
  noun: 'subscriber' | 'device',
  name: string,
  given: Parameters<typeof toHistoryFilter>[0],
  sealer: Sealer,
): AnomalyFilter {
  const filter = toHistoryFilter(given, sealer);
  const named = filter[noun] ?? name;
  if (named === name) return { ...filter, [noun]: name };
  throw clientError(
    'BAD_USER_INPUT',
    `"filter.${noun}" is ${JSON.stringify(named)} in a list of ${JSON.stringify(name)}; expected no ${noun}, or the same`,
  );
}

/** The filter stays with the page, so that `totalCount` is counted only when it is asked for. */
export function anomalyConnection(
  filter: AnomalyFilter,
  args: ConnectionArguments,
  { history, sealer }: ApiContext,
  order = newestFirst,
): Connection<Anomaly> & { readonly filter: AnomalyFilter } {
  const page = resolveConnection(
    {
      // A cursor is a place in one order.
      name: order === newestFirst ? 'anomalies' : `anomalies by ${nameOfOrder(order)}`,
      keyOf: (anomaly: Anomaly) => keyOf(anomaly, order),
      fetch: (keys) => history.listAnomalies(filter, keys, order),
    },
    args,
    sealer,
  );
  return { ...page, filter };
}
