/** Pages of anomalies, the newest first or in another order: one list behind the query, the subscriber and the device. */
import type { Anomaly } from '../domain/anomaly.ts';
import { keyOf, newestFirst } from '../history/anomaly-order.ts';
import type { AnomalyFilter } from '../history/history.ts';
import { nameOfOrder } from './anomaly-order.ts';
import { resolveConnection, type Connection, type ConnectionArguments } from './connection.ts';
import type { ApiContext } from './context.ts';

/** The filter stays with the page, so that `totalCount` is counted only when it is asked for. */
export async function anomalyConnection(
  filter: AnomalyFilter,
  args: ConnectionArguments,
  { history, sealer }: ApiContext,
  order = newestFirst,
): Promise<Connection<Anomaly> & { readonly filter: AnomalyFilter }> {
  const page = await resolveConnection(
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
