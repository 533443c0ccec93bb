/** Who was seen: subscribers and devices. */
import type { Engine } from './engine.ts';
import type { DeviceRow, Page, SubscriberRow } from './history.ts';
import { inListOrder, pageSql } from './keyset.ts';

const subscriberColumns = `subscriber, toUnixTimestamp(min(first_seen)) AS firstSeen,
  toUnixTimestamp(max(newest).1) AS lastSeen, max(newest).3 AS device`;

export class SubscriberReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async subscribers(ids: readonly string[]): Promise<Map<string, SubscriberRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#engine.select<SubscriberRow>(
      `SELECT ${subscriberColumns} FROM subscribers WHERE subscriber IN {ids:Array(String)} GROUP BY subscriber`,
      { ids },
    );
    return new Map(rows.map((row) => [row.subscriber, row]));
  }

  async listSubscribers(
    filter: { search?: string | undefined; device?: string | undefined },
    page: Page<string>,
  ): Promise<SubscriberRow[]> {
    const key = [{ expression: 'subscriber', type: 'String', descending: false }];
    const { condition, orderAndLimit, parameters } = pageSql(key, page, (subscriber) => [subscriber]);
    const search = filter.search === undefined ? '' : 'AND startsWith(subscriber, {search:String})';
    const device = filter.device === undefined ? '' : 'HAVING device = {device:String}';
    const rows = await this.#engine.select<SubscriberRow>(
      `SELECT ${subscriberColumns} FROM subscribers WHERE ${condition} ${search}
GROUP BY subscriber ${device} ORDER BY ${orderAndLimit} SETTINGS optimize_aggregation_in_order = 1`,
      { ...parameters, search: filter.search ?? '', device: filter.device ?? '' },
    );
    return inListOrder(rows, page);
  }

  /** Ordered by name. */
  async devices(): Promise<DeviceRow[]> {
    return this.#engine
      .select<DeviceRow>(`SELECT device, min(start) AS firstSeen, max(start) AS lastSeen, argMax(seen, start) AS subscribers
FROM (
  SELECT device, toUnixTimestamp(slot) AS start, sum(subscribers) AS seen
  FROM slot_totals FINAL WHERE device != '' AND subscribers > 0 GROUP BY device, start
)
GROUP BY device ORDER BY device`);
  }
}
