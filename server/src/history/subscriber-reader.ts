/** Who was seen: subscribers and devices. */
import type { Engine } from './engine.ts';
import type { DeviceRow, Page, SubscriberDevice, SubscriberFilter, SubscriberRow } from './history.ts';
import { inListOrder, pageSql } from './keyset.ts';
import { rangeParameters } from './time-range-sql.ts';

const subscriberColumns = `subscriber, toUnixTimestamp(min(first_seen)) AS firstSeen,
  toUnixTimestamp(max(newest).1) AS lastSeen, max(newest).3 AS device`;

const ofDevices = "FROM slot_totals WHERE device != '' AND subscribers > 0 GROUP BY device";

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

  async listSubscribers(filter: SubscriberFilter, page: Page<string>): Promise<SubscriberRow[]> {
    const key = [{ expression: 'subscriber', type: 'String', descending: false }];
    const { condition, orderAndLimit, parameters } = pageSql(key, page, (subscriber) => [subscriber]);
    const search = filter.search === undefined ? '' : 'AND startsWith(subscriber, {search:String})';
    const having = [
      filter.device === undefined ? '1' : 'device = {device:String}',
      filter.lastSeen === undefined ? '1' : 'lastSeen >= {from:UInt32} AND lastSeen < {to:UInt32}',
    ].join(' AND ');
    const rows = await this.#engine.select<SubscriberRow>(
      `SELECT ${subscriberColumns} FROM subscribers WHERE ${condition} ${search}
GROUP BY subscriber HAVING ${having} ORDER BY ${orderAndLimit} SETTINGS optimize_aggregation_in_order = 1`,
      {
        ...parameters,
        search: filter.search ?? '',
        device: filter.device ?? '',
        ...rangeParameters(filter.lastSeen ?? { from: 0, to: 0 }),
      },
    );
    return inListOrder(rows, page);
  }

  /** Of each, the newest first, then by name. A device is known as long as the roll-up is; the slot as long as samples are. */
  async devicesOfSubscribers(ids: readonly string[]): Promise<Map<string, SubscriberDevice[]>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#engine.select<SubscriberDevice & { subscriber: string }>(
      `SELECT subscriber, toString(device) AS device, max(moment) AS lastSeen FROM (
  SELECT subscriber, device, toUnixTimestamp(hour) AS moment FROM hourly WHERE subscriber IN {ids:Array(String)}
  UNION ALL
  SELECT subscriber, device, toUnixTimestamp(slot) AS moment FROM samples WHERE subscriber IN {ids:Array(String)}
) GROUP BY subscriber, device ORDER BY subscriber, lastSeen DESC, device`,
      { ids },
    );
    return Map.groupBy(rows, ({ subscriber }) => subscriber);
  }

  /** Ordered by name. First and last are the same in every version of a row, so only the newest slots are read as they stand. */
  async devices(): Promise<DeviceRow[]> {
    const [seen, newest] = await Promise.all([
      this.#engine.select<Omit<DeviceRow, 'subscribers'>>(
        `SELECT device, toUnixTimestamp(min(slot)) AS firstSeen, toUnixTimestamp(max(slot)) AS lastSeen ${ofDevices} ORDER BY device`,
      ),
      this.#engine.select<Pick<DeviceRow, 'device' | 'subscribers'>>(
        `SELECT device, sum(subscribers) AS subscribers FROM slot_totals FINAL
WHERE (device, slot) IN (SELECT device, max(slot) ${ofDevices}) GROUP BY device`,
      ),
    ]);
    const counts = new Map(newest.map(({ device, subscribers }) => [device, subscribers]));
    return seen.map((row) => ({ ...row, subscribers: counts.get(row.device) ?? 0 }));
  }
}
