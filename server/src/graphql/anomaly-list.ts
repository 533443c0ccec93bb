/** Pages of anomalies, newest first: one list behind the query, the subscriber and the device. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { AnomalyFilter } from '../history/history.ts';
import { resolveConnection, type Connection, type ConnectionArguments } from './connection.ts';
import type { ApiContext } from './context.ts';

/** The filter stays with the page, so that `totalCount` is counted only when it is asked for. */
export async function anomalyConnection(
  filter: AnomalyFilter,
  args: ConnectionArguments,
  { history, sealer }: ApiContext,
): Promise<Connection<Anomaly> & { readonly filter: AnomalyFilter }> {
  const page = await resolveConnection(
    {
      name: 'anomalies',
      keyOf: ({ detectedAt, id }: Anomaly) => ({ detectedAt, id }),
      fetch: (keys) => history.listAnomalies(filter, keys),
    },
    args,
    sealer,
  );
  return { ...page, filter };
}
