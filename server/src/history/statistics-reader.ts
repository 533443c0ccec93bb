/** The figures over a range of slots, or over all of history. */
import { countActiveSubscribers } from './active-subscribers.ts';
import { closedAtSql } from './anomaly-row.ts';
import { networkRows } from './device-scope.ts';
import type { Engine } from './engine.ts';
import type { Statistics, TimeRange } from './history.ts';
import { isSuppressedSql, standingScopes } from './suppression-sql.ts';
import { rangeParameters, withinSql } from './time-range-sql.ts';

interface TrafficFigures {
  readonly slots: number;
  readonly firstSlot: number;
  readonly lastSlot: number;
  readonly samples: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

interface AnomalyFigures {
  readonly anomalies: number;
  readonly openAnomalies: number;
  readonly alertedAnomalies: number;
  readonly suppressedAnomalies: number;
  readonly flaggedSubscribers: number;
}

const everything: TimeRange = { from: 0, to: Infinity };

/** Samples of a device's slot are as many as its subscribers in that slot. */
const trafficFigures = (
  ofNetwork: string,
): string => `SELECT count() AS slots, toUnixTimestamp(min(slot)) AS firstSlot, toUnixTimestamp(max(slot)) AS lastSlot,
  sumIf(subscribers, device != '') AS samples,
  sumIf(up_bytes, ${ofNetwork}) AS upBytes, sumIf(down_bytes, ${ofNetwork}) AS downBytes
FROM slot_totals FINAL WHERE subscribers > 0 AND ${withinSql('slot')}`;

const allSubscribers = 'SELECT uniqExact(subscriber) AS subscribers FROM subscribers';

/** Those that a slot of the range revealed, as they stand now. A slot reveals at its end. */
const isRevealed = withinSql('detected_at - {slotSeconds:UInt32}');
const anomalyFigures = (
  isSuppressed: string,
): string => `SELECT count() AS anomalies, countIf(closed = 0) AS openAnomalies,
  countIf(told = 1) AS alertedAnomalies, countIf(${isSuppressed}) AS suppressedAnomalies, uniqExactIf(who, who != '') AS flaggedSubscribers
FROM (
  SELECT id, any(subscriber) AS who, any(alerted) AS told, ${closedAtSql} AS closed FROM anomaly_events
  WHERE ${isRevealed} GROUP BY detected_at, id
)`;

export class StatisticsReader {
  readonly #engine: Engine;
  readonly #slotSeconds: number;

  constructor(engine: Engine, slotSeconds: number) {
    this.#engine = engine;
    this.#slotSeconds = slotSeconds;
  }

  async statistics(range: TimeRange = everything): Promise<Statistics> {
    const parameters = { ...rangeParameters(range), slotSeconds: this.#slotSeconds };
    const isSuppressed = isSuppressedSql(isRevealed, await standingScopes(this.#engine));
    const [[traffic], subscribers, [anomalies]] = await Promise.all([
      this.#engine.select<TrafficFigures>(trafficFigures(networkRows(this.#engine)), parameters),
      range === everything ? this.#allSubscribers() : countActiveSubscribers(this.#engine, range),
      this.#engine.select<AnomalyFigures>(anomalyFigures(isSuppressed), parameters),
    ]);
    const isEmpty = (traffic?.slots ?? 0) === 0;
    return {
      firstSlot: isEmpty ? null : traffic!.firstSlot,
      lastSlot: isEmpty ? null : traffic!.lastSlot,
      subscribers,
      samples: traffic?.samples ?? 0,
      upBytes: traffic?.upBytes ?? 0,
      downBytes: traffic?.downBytes ?? 0,
      anomalies: anomalies?.anomalies ?? 0,
      openAnomalies: anomalies?.openAnomalies ?? 0,
      alertedAnomalies: anomalies?.alertedAnomalies ?? 0,
      heldBackAnomalies: (anomalies?.anomalies ?? 0) - (anomalies?.alertedAnomalies ?? 0),
      suppressedAnomalies: anomalies?.suppressedAnomalies ?? 0,
      flaggedSubscribers: anomalies?.flaggedSubscribers ?? 0,
    };
  }

  async #allSubscribers(): Promise<number> {
    const [seen] = await this.#engine.select<{ subscribers: number }>(allSubscribers);
    return seen?.subscribers ?? 0;
  }
}
