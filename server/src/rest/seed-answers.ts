/** What the seed system's three routes answer, from our history. */
import { subscriberAnomalyKinds } from '../domain/anomaly.ts';
import type { AnomalyKey, HistoryReader } from '../history/history.ts';
import type { StatusReader } from '../status.ts';
import {
  toSeedAnomalyRows,
  toSeedRow,
  toSeedTime,
  type DeviceIdOf,
  type SeedAnomalyRow,
  type SeedRow,
} from './seed-row.ts';

export interface SeedPorts {
  readonly history: HistoryReader;
  readonly status: StatusReader;
  readonly deviceIdOf: DeviceIdOf;
}

const anomaliesAtOnce = 50;
/** So many queries of each kind at most for one answer: what 10,000 rows need when each is another anomaly's. */
const mostPages = 200;
const allTime = { from: 0, to: 2 ** 32 - 1 };

/**
 * The rows of the newest anomalies of subscribers, newest anomaly first, at most `limit`; a row names a subscriber, so those
 * of devices have none. Anomalies are kept for ever and samples are
 * not: it ends at the first page of anomalies that have no sample left, and after `mostPages` in any case.
 */
export async function seedAnomalies(
  { history, status, deviceIdOf }: SeedPorts,
  limit: number,
): Promise<SeedAnomalyRow[]> {
  const rows: SeedAnomalyRow[] = [];
  const { slotSeconds } = status.current();
  let after: AnomalyKey | undefined;
  for (let page = 0; page < mostPages; page++) {
    const anomalies = await history.listAnomalies({ kinds: subscriberAnomalyKinds }, { limit: anomaliesAtOnce, after });
    const runs = anomalies.map(({ subscriber, openedAt, closedAt }) => ({
      subscriber: subscriber ?? '',
      range: { from: openedAt, to: closedAt ?? allTime.to },
    }));
    const samples = await history.samplesOfRuns(runs);
    for (const [index, anomaly] of anomalies.entries()) {
      rows.push(...toSeedAnomalyRows(anomaly, samples[index] ?? [], slotSeconds, deviceIdOf));
    }
    const last = anomalies.at(-1);
    const expired = samples.every((ofRun) => ofRun.length === 0);
    if (!last || anomalies.length < anomaliesAtOnce || expired || rows.length >= limit) break;
    after = { detectedAt: last.detectedAt, id: last.id };
  }
  return rows.slice(0, limit);
}

/** The subscriber's newest samples, at most `limit`, oldest first; none for a subscriber nobody ever saw. */
export async function seedSubscriber(
  { history, deviceIdOf }: SeedPorts,
  id: string,
  limit: number,
): Promise<SeedRow[]> {
  const samples = await history.subscriberSamples(id, allTime, limit);
  return samples.map((sample) => toSeedRow(sample, deviceIdOf)).toReversed();
}

/** Averages are bytes a sample; null while there is none. */
export async function seedStatistics({ history }: SeedPorts) {
  const { subscribers, samples, upBytes, downBytes, anomalies, firstSlot, lastSlot } = await history.statistics();
  return {
    total_subscribers: subscribers,
    total_records: samples,
    avg_upload: samples > 0 ? upBytes / samples : null,
    avg_download: samples > 0 ? downBytes / samples : null,
    anomalies_count: anomalies,
    time_range: {
      start: firstSlot === null ? null : toSeedTime(firstSlot),
      end: lastSlot === null ? null : toSeedTime(lastSlot),
    },
  };
}
