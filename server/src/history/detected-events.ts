/** The detector's events as a source of the feed. */
import type { FeedEntry, FeedPlace } from '../domain/feed-entry.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { anomalyColumns, toAnomalyEvent, type AnomalyEventRow } from './anomaly-row.ts';
import type { Engine } from './engine.ts';
import type { FeedSource } from './feed-reader.ts';

const isAfter = '(at > {at:UInt32} OR ordinal > {ordinal:UInt32})';

export class DetectedEvents implements FeedSource {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Rows of the same key may be there twice until the engine has merged them. */
  async entries({ at, ordinal }: FeedPlace, end: EpochSeconds, limit: number): Promise<FeedEntry[]> {
    const rows = await this.#engine.select<AnomalyEventRow>(
      `SELECT type, toUnixTimestamp(at) AS eventAt, ordinal, ${anomalyColumns} FROM anomaly_events
WHERE at BETWEEN {at:UInt32} AND {end:UInt32} AND ${isAfter}
ORDER BY at, ordinal LIMIT 1 BY at, ordinal LIMIT {limit:UInt32}`,
      { at, ordinal, end, limit },
    );
    return rows.map(toAnomalyEvent);
  }

  async extent({ at, ordinal }: FeedPlace, end: EpochSeconds): ReturnType<FeedSource['extent']> {
    const [row] = await this.#engine.select<{ found: number; entries: number; newest: [number, number] }>(
      `SELECT count() AS found, uniqExactIf((at, ordinal), ${isAfter}) AS entries, max((toUnixTimestamp(at), ordinal)) AS newest
FROM anomaly_events WHERE at BETWEEN {at:UInt32} AND {end:UInt32}`,
      { at, ordinal, end },
    );
    if (row === undefined || row.found === 0) return { entries: 0, newest: null };
    return { entries: row.entries, newest: { at: row.newest[0], ordinal: row.newest[1] } };
  }
}
