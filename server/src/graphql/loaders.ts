/** Batches the look-ups that resolvers of one level make at the same moment into one query of history. */
import DataLoader from 'dataloader';
import type { Anomaly, AnomalyEvent } from '../domain/anomaly.ts';
import type { TriageEvent } from '../domain/triage.ts';
import type { HistoryReader, Resolution, SubscriberRow, TimeRange, TrafficPoint } from '../history/history.ts';
import { answerInGroups } from './answer-in-groups.ts';
import { createDeviceLoaders, type DeviceLoaders } from './device-loaders.ts';
import type { MuteState } from '../history/triage-history.ts';
import { listDevices, type PsxDeviceRow } from './device-list.ts';
import type { ApiPorts } from './ports.ts';

/** A series of one subscriber or device. */
export interface TrafficKey {
  readonly of: string;
  readonly range: TimeRange;
  readonly resolution: Resolution;
}

export interface Loaders extends DeviceLoaders {
  readonly subscriber: DataLoader<string, SubscriberRow | null>;
  readonly device: DataLoader<string, PsxDeviceRow | null>;
  readonly anomaly: DataLoader<string, Anomaly | null>;
  readonly anomalyEvents: DataLoader<string, AnomalyEvent[] | null>;
  readonly acts: DataLoader<string, TriageEvent[] | null>;
  readonly mute: DataLoader<string, MuteState | null>;
  readonly subscriberTraffic: DataLoader<TrafficKey, readonly TrafficPoint[]>;
  readonly deviceTraffic: DataLoader<TrafficKey, readonly TrafficPoint[]>;
}

// One operation may hold several mutations, and each shows what it did: a cache would go stale, so loaders only batch.
const options = { cache: false } as const;

export function createLoaders(ports: Pick<ApiPorts, 'history' | 'deviceNames'>): Loaders {
  const { history } = ports;
  const fromMap =
    <Row>(load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>) =>
    async (ids: readonly string[]): Promise<(Row | null)[]> => {
      const rows = await load([...new Set(ids)]);
      return ids.map((id) => rows.get(id) ?? null);
    };

  return {
    ...createDeviceLoaders(history),
    subscriber: new DataLoader(
      fromMap((ids) => history.subscribers(ids)),
      options,
    ),
    anomaly: new DataLoader(
      fromMap((ids) => history.anomalies(ids)),
      options,
    ),
    anomalyEvents: new DataLoader(
      fromMap((ids) => history.anomalyEvents(ids)),
      options,
    ),
    acts: new DataLoader(
      fromMap((ids) => history.acts(ids)),
      options,
    ),
    mute: new DataLoader(
      fromMap((ids) => history.mutes(ids)),
      options,
    ),
    device: new DataLoader(
      fromMap(async () => new Map((await listDevices(ports)).map((row) => [row.device, row]))),
      options,
    ),
    subscriberTraffic: new DataLoader(
      loadTraffic((...query) => history.subscriberTraffic(...query)),
      options,
    ),
    deviceTraffic: new DataLoader(
      loadTraffic((...query) => history.deviceTraffic(...query)),
      options,
    ),
  };
}

/** One query for each distinct (range, resolution) among the keys. */
function loadTraffic(query: HistoryReader['subscriberTraffic']) {
  const seriesOf = ({ range, resolution }: TrafficKey): string => `${range.from} ${range.to} ${resolution}`;
  return (keys: readonly TrafficKey[]): Promise<(readonly TrafficPoint[])[]> =>
    answerInGroups(keys, seriesOf, async (group) => {
      const { range, resolution } = group[0]!;
      const series = await query([...new Set(group.map((key) => key.of))], range, resolution);
      return (key) => series.get(key.of) ?? [];
    });
}
