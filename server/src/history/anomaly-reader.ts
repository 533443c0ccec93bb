/** Anomalies as they stand after their newest event. */
import { anomalyKinds, severities } from '../domain/anomaly.ts';
import type { Anomaly, AnomalyEvent } from '../domain/anomaly.ts';
import { anomalyColumns, closedAtSql, storedKinds, toAnomaly, toAnomalyEvent } from './anomaly-row.ts';
import { boundsSql } from './anomaly-bounds.ts';
import { keyColumns, keyValues, newestFirst, type AnomalyOrder } from './anomaly-order.ts';
import type { AnomalyEventRow, AnomalyRow } from './anomaly-row.ts';
import type { Engine, QueryParameters } from './engine.ts';
import type { AnomalyFilter, AnomalyKey, Page } from './history.ts';
import { inListOrder, pageSql } from './keyset.ts';
import { isSuppressedSql, standingScopes, type StandingScopes } from './suppression-sql.ts';
import { rangeParameters } from './time-range-sql.ts';

/** Columns that tell the newest event of an anomaly from the earlier ones. */
const newestEventFirst = 'detected_at, id, at DESC, ordinal DESC';

export class AnomalyReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async anomalies(ids: readonly string[]): Promise<Map<string, Anomaly>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#engine.select<AnomalyRow>(
      `SELECT ${anomalyColumns} FROM anomaly_events WHERE id IN {ids:Array(String)} ORDER BY ${newestEventFirst} LIMIT 1 BY id`,
      { ids },
    );
    return new Map(rows.map((row) => [row.id, toAnomaly(row)]));
  }

  /** First the keys of the page from few columns, then the whole rows of those alone. */
  async listAnomalies(
    filter: AnomalyFilter,
    page: Page<AnomalyKey>,
    order: AnomalyOrder = newestFirst,
  ): Promise<Anomaly[]> {
    const columns = keyColumns(order);
    const { condition, orderAndLimit, parameters } = pageSql(columns, page, (key) => keyValues(key, order));
    const group = new Set(['detected_at', 'id', ...columns.map(({ expression }) => expression)]);
    const { where, having, parameters: filterParameters } = filterSql(filter, await this.#scopes(filter), condition);
    const keys = await this.#engine.select<{ id: string }>(
      `SELECT id FROM anomaly_events WHERE ${condition} AND ${where}
GROUP BY ${[...group].join(', ')} HAVING ${having} ORDER BY ${orderAndLimit}`,
      { ...parameters, ...filterParameters },
    );
    const ids = inListOrder(keys, page).map(({ id }) => id);
    const found = await this.anomalies(ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async countAnomalies(filter: AnomalyFilter): Promise<number> {
    const { where, having, parameters } = filterSql(filter, await this.#scopes(filter));
    const [row] = await this.#engine.select<{ anomalies: number }>(
      `SELECT count() AS anomalies FROM (SELECT id FROM anomaly_events WHERE ${where} GROUP BY detected_at, id HAVING ${having})`,
      parameters,
    );
    return row?.anomalies ?? 0;
  }

  /** Keyed by anomaly; in the order they happened. */
  async anomalyEvents(ids: readonly string[]): Promise<Map<string, AnomalyEvent[]>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#engine.select<AnomalyEventRow>(
      `SELECT type, toUnixTimestamp(at) AS eventAt, ordinal, ${anomalyColumns} FROM anomaly_events FINAL
WHERE id IN {ids:Array(String)} ORDER BY at, ordinal`,
      { ids },
    );
    return Map.groupBy(rows.map(toAnomalyEvent), ({ anomaly }) => anomaly.id);
  }

  async #scopes({ suppressed }: AnomalyFilter): Promise<StandingScopes> {
    return suppressed === undefined ? [] : standingScopes(this.#engine);
  }
}

/** What never changes in an anomaly's life is asked of each event, the rest of the newest one. `within` is a condition of the former kind that is asked beside it. */
function filterSql(
  filter: AnomalyFilter,
  scopes: StandingScopes,
  within = '1',
): { where: string; having: string; parameters: QueryParameters } {
  const bounds = boundsSql(filter);
  const where = ['1', ...bounds.where];
  const having = ['1', ...bounds.having];
  if (filter.subscriber !== undefined) where.push("subscriber = {subscriber:String} AND subscriber != ''");
  if (filter.device !== undefined) where.push('device = {device:String}');
  if (filter.kinds !== undefined) where.push('kind IN {kinds:Array(String)}');
  if (filter.severities !== undefined) where.push('severity IN {severities:Array(String)}');
  if (filter.alerted !== undefined) where.push(`alerted = ${filter.alerted ? 1 : 0}`);
  if (filter.open !== undefined) having.push(`${closedAtSql} ${filter.open ? '=' : '!='} 0`);
  if (filter.during !== undefined) {
    where.push("opened_at < toDateTime({to:UInt32}, 'UTC')");
    having.push(`(${closedAtSql} = 0 OR ${closedAtSql} > {from:UInt32})`);
  }
  if (filter.suppressed !== undefined) {
    const isSuppressed = isSuppressedSql([within, ...where].join(' AND '), scopes);
    where.push(filter.suppressed ? isSuppressed : `NOT (${isSuppressed})`);
  }
  return {
    where: where.join(' AND '),
    having: having.join(' AND '),
    parameters: {
      subscriber: filter.subscriber ?? '',
      device: filter.device ?? '',
      kinds: storedKinds(filter.kinds ?? anomalyKinds),
      severities: filter.severities ?? severities,
      ...rangeParameters(filter.during ?? { from: 0, to: 0 }),
      ...bounds.parameters,
    },
  };
}
