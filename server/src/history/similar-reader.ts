/** Anomalies that are like one. */
import type { Anomaly } from '../domain/anomaly.ts';
import { durationOf } from '../domain/anomaly-duration.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { AnomalyReader } from './anomaly-reader.ts';
import { storedKinds } from './anomaly-row.ts';
import type { Engine } from './engine.ts';
import { similarCandidates, stepsPerDoubling, stepsPerUploadShare } from './likeness.ts';
import type { SimilarAnomaly } from './likeness.ts';

interface SimilarRow {
  readonly id: string;
  readonly distance: number;
}

/** Those that are still open last until `now`. A rate is compared as if a byte a second were added: none has no logarithm. */
const similar = `SELECT id,
  ${stepsPerDoubling} * abs(log2(rate + 1) - log2({rate:Float64} + 1))
  + ${stepsPerUploadShare} * abs(share - {share:Float64})
  + ${stepsPerDoubling} * abs(log2(if(closed = 0, greatest({now:UInt32}, detected), closed) - opened) - log2({duration:UInt32})) AS distance
FROM (
  SELECT id, any(up_rate + down_rate) AS rate, any(upload_share) AS share, any(toUnixTimestamp(opened_at)) AS opened,
    toUnixTimestamp(detected_at) AS detected, toUnixTimestamp(argMax(closed_at, (at, ordinal))) AS closed
  FROM anomaly_events WHERE kind IN {kinds:Array(String)} AND id != {id:String}
  GROUP BY detected_at, id ORDER BY detected_at DESC, id LIMIT ${similarCandidates}
) ORDER BY distance, id LIMIT {limit:UInt32}`;

export class SimilarReader {
  readonly #engine: Engine;
  readonly #anomalies: AnomalyReader;

  constructor(engine: Engine, anomalies: AnomalyReader) {
    this.#engine = engine;
    this.#anomalies = anomalies;
  }

  /** The most alike first, then by id. `now` is when the newest data end. */
  async similarAnomalies(anomaly: Anomaly, now: EpochSeconds, limit: number): Promise<SimilarAnomaly[]> {
    const { id, kind, upBytesPerSecond, downBytesPerSecond, uploadShare } = anomaly;
    const rows = await this.#engine.select<SimilarRow>(similar, {
      id,
      kinds: storedKinds([kind]),
      rate: upBytesPerSecond + downBytesPerSecond,
      share: uploadShare,
      now,
      duration: durationOf(anomaly, now),
      limit,
    });
    const found = await this.#anomalies.anomalies(rows.map((row) => row.id));
    return rows.flatMap(({ id: other, distance }) => {
      const alike = found.get(other);
      return alike === undefined ? [] : [{ anomaly: alike, distance }];
    });
  }
}
