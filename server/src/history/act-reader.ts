/** What people did, also as a source of the feed, and what it does to suppression. */
import type { ActEntry, FeedPlace } from '../domain/feed-entry.ts';
import type { MuteEvent, SuppressionChange } from '../domain/suppression.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { TriageEvent } from '../domain/triage.ts';
import { actColumns, toMuteEvent, toSuppressionChange, toTriageEvent, type ActRow } from './act-row.ts';
import type { AnomalyReader } from './anomaly-reader.ts';
import type { Engine, QueryParameters } from './engine.ts';
import type { FeedSource } from './feed-reader.ts';

const isAfter = '(at > {at:UInt32} OR ordinal > {ordinal:UInt32})';
const isWithin = `at BETWEEN {at:UInt32} AND {end:UInt32} AND ${isAfter}`;

export class ActReader implements FeedSource {
  readonly #engine: Engine;
  readonly #anomalies: AnomalyReader;

  constructor(engine: Engine, anomalies: AnomalyReader) {
    this.#engine = engine;
    this.#anomalies = anomalies;
  }

  async acts(anomalies: readonly string[]): Promise<Map<string, TriageEvent[]>> {
    if (anomalies.length === 0) return new Map();
    const rows = await this.#rows("anomaly IN {anomalies:Array(String)} AND anomaly != ''", { anomalies });
    return Map.groupBy(await this.#triageEvents(rows), ({ anomaly }) => anomaly.id);
  }

  async muteActs(mutes: readonly string[]): Promise<Map<string, MuteEvent[]>> {
    if (mutes.length === 0) return new Map();
    const rows = await this.#rows("suppression IN {mutes:Array(String)} AND anomaly = ''", { mutes });
    return Map.groupBy(rows.map(toMuteEvent), ({ mute }) => mute.id);
  }

  async actsOfChange(change: string): Promise<ActEntry[]> {
    return this.#entries(await this.#rows('change = {change:String}', { change }));
  }

  async entries({ at, ordinal }: FeedPlace, end: EpochSeconds, limit: number): Promise<ActEntry[]> {
    return this.#entries(await this.#rows(isWithin, { at, ordinal, end, limit }, 'LIMIT {limit:UInt32}'));
  }

  async extent({ at, ordinal }: FeedPlace, end: EpochSeconds): ReturnType<FeedSource['extent']> {
    const [row] = await this.#engine.select<{ found: number; entries: number; newest: [number, number] }>(
      `SELECT count() AS found, countIf(${isAfter}) AS entries, max((toUnixTimestamp(at), ordinal)) AS newest
FROM acts FINAL WHERE at BETWEEN {at:UInt32} AND {end:UInt32}`,
      { at, ordinal, end },
    );
    if (row === undefined || row.found === 0) return { entries: 0, newest: null };
    return { entries: row.entries, newest: { at: row.newest[0], ordinal: row.newest[1] } };
  }

  async suppressionChanges(): Promise<SuppressionChange[]> {
    const rows = await this.#rows("suppression != ''", {});
    return rows.map(toSuppressionChange);
  }

  async #rows(condition: string, parameters: QueryParameters, limit = ''): Promise<ActRow[]> {
    return this.#engine.select<ActRow>(
      `SELECT ${actColumns} FROM acts FINAL WHERE ${condition} ORDER BY at, ordinal ${limit}`,
      parameters,
    );
  }

  /** In the order of the rows. */
  async #entries(rows: readonly ActRow[]): Promise<ActEntry[]> {
    const onAnomalies = await this.#triageEvents(rows.filter(({ anomaly }) => anomaly !== ''));
    const next = onAnomalies.values();
    return rows.map((row) => (row.anomaly === '' ? toMuteEvent(row) : next.next().value!));
  }

  async #triageEvents(rows: readonly ActRow[]): Promise<TriageEvent[]> {
    const events = await this.#anomalies.anomalyEvents([...new Set(rows.map(({ anomaly }) => anomaly))]);
    return rows.map((row) => toTriageEvent(row, events.get(row.anomaly) ?? []));
  }
}
