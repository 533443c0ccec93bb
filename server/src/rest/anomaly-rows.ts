/** The rows of anomalies of subscribers, newest anomaly first and in it the newest slot first, read a few anomalies at a time. */
import { subscriberAnomalyKinds, type Anomaly } from '../domain/anomaly.ts';
import type { AnomalyFilter, AnomalyKey, TimeRange } from '../history/history.ts';
import type { RestPorts } from './route.ts';
import { toSeedAnomalyRows } from './seed-row.ts';
import type { SeedAnomalyRow } from './seed-schema.ts';
import { allTime } from './time-parameters.ts';

/** The place of a row: its anomaly, and the milliseconds at which its slot began. 0: after the last row of the anomaly. */
export type AnomalyRowKey = readonly [detectedAt: number, id: string, slotMs: number];

export interface PlacedRow {
  readonly row: SeedAnomalyRow;
  readonly key: AnomalyRowKey;
}

export interface AnomalyRowsChunk {
  readonly rows: readonly PlacedRow[];
  /** Place after all that was looked at so far, whether it had rows or not. */
  readonly end: AnomalyRowKey;
}

export interface AnomalyQuestion {
  readonly filter: AnomalyFilter;
  /** Only the slots that start in it; null: all. */
  readonly range: TimeRange | null;
}

const anomaliesAtOnce = 50;
/** Slots of the runs whose samples are read at once. A single run may have more: as many as one subscriber's samples are kept. */
const slotsAtOnce = 5000;

/**
 * A row names a subscriber, so anomalies of devices have none. Anomalies are kept for ever and samples are not: it ends at
 * the first page of anomalies that have no sample left.
 */
export async function* anomalyRows(
  ports: RestPorts,
  { filter, range }: AnomalyQuestion,
  after: AnomalyRowKey | undefined,
): AsyncGenerator<AnomalyRowsChunk> {
  if (after !== undefined) yield restOfAnomaly(await chunkOf(ports, await anomalyOf(ports, after), range), after);
  const kinds = subscriberAnomalyKinds.filter((kind) => filter.kinds?.includes(kind) ?? true);
  const wanted = { ...filter, kinds, during: range ?? undefined };
  let key: AnomalyKey | undefined = after && { detectedAt: after[0], id: after[1] };
  for (;;) {
    const anomalies = await ports.history.listAnomalies(wanted, { limit: anomaliesAtOnce, after: key });
    let samples = 0;
    for (const group of inGroups(ports, anomalies)) {
      const chunk = await chunkOf(ports, group, range);
      samples += chunk.samples;
      yield chunk;
    }
    const last = anomalies.at(-1);
    if (!last || anomalies.length < anomaliesAtOnce || samples === 0) return;
    key = { detectedAt: last.detectedAt, id: last.id };
  }
}

async function anomalyOf({ history }: RestPorts, [, id]: AnomalyRowKey): Promise<Anomaly[]> {
  return [...(await history.anomalies([id])).values()];
}

/** What of the anomaly was not given yet: a slot that was added at its newer end meanwhile counts as given. */
function restOfAnomaly({ rows }: AnomalyRowsChunk, after: AnomalyRowKey): AnomalyRowsChunk {
  return { rows: rows.filter(({ key }) => key[2] < after[2]), end: [after[0], after[1], 0] };
}

async function chunkOf(
  { history, status, deviceIdOf }: RestPorts,
  anomalies: readonly Anomaly[],
  range: TimeRange | null,
): Promise<AnomalyRowsChunk & { readonly samples: number }> {
  const { slotSeconds } = status.current();
  const runs = anomalies.map(({ subscriber, openedAt, closedAt }) => ({
    subscriber: subscriber ?? '',
    range: { from: openedAt, to: closedAt ?? allTime.to },
  }));
  const samples = await history.samplesOfRuns(runs);
  // The whole run decides which of its slots are rows; the range only leaves some of them out.
  const { from, to } = range ?? allTime;
  const rows = anomalies.flatMap((anomaly, index) =>
    toSeedAnomalyRows(anomaly, samples[index] ?? [], slotSeconds, deviceIdOf)
      .filter(({ Start10mPeriod }) => Start10mPeriod >= from * 1000 && Start10mPeriod < to * 1000)
      .map((row): PlacedRow => ({ row, key: [anomaly.detectedAt, anomaly.id, row.Start10mPeriod] })),
  );
  const last = anomalies.at(-1);
  const end: AnomalyRowKey = [last?.detectedAt ?? 0, last?.id ?? '', 0];
  return { rows, end, samples: samples.reduce((sum, ofRun) => sum + ofRun.length, 0) };
}

/** Anomalies in the order given, so many in a group that their runs are not too long together. */
function inGroups({ status }: RestPorts, anomalies: readonly Anomaly[]): Anomaly[][] {
  const { slotSeconds, dataAsOf } = status.current();
  const groups: Anomaly[][] = [];
  let slots = Infinity;
  for (const anomaly of anomalies) {
    const end = anomaly.closedAt ?? (dataAsOf ?? anomaly.detectedAt) + slotSeconds;
    const ofRun = Math.max(1, Math.ceil((end - anomaly.openedAt) / slotSeconds));
    if (slots + ofRun > slotsAtOnce) {
      groups.push([]);
      slots = 0;
    }
    groups.at(-1)?.push(anomaly);
    slots += ofRun;
  }
  return groups;
}
