/** Batches the look-ups about devices: of many subscribers at once, and of many devices in one range. */
import DataLoader from 'dataloader';
import type { HistoryReader, SubscriberDevice, TimeRange } from '../history/history.ts';
import type { DeviceQuality } from '../history/quality.ts';

interface DeviceInRange {
  readonly device: string;
  readonly range: TimeRange;
}

export interface DeviceLoaders {
  readonly devicesOfSubscriber: DataLoader<string, readonly SubscriberDevice[]>;
  readonly deviceQuality: DataLoader<DeviceInRange, DeviceQuality>;
  /** Its part of the traffic of all devices, 0 to 1; null when there was none. */
  readonly deviceShare: DataLoader<DeviceInRange, number | null>;
}

const options = { cache: false } as const;

export function createDeviceLoaders(history: HistoryReader): DeviceLoaders {
  return {
    devicesOfSubscriber: new DataLoader(async (ids) => {
      const devices = await history.devicesOfSubscribers([...new Set(ids)]);
      return ids.map((id) => devices.get(id) ?? []);
    }, options),
    deviceQuality: new DataLoader(
      (keys) =>
        inRanges(keys, async (devices, range) => {
          const quality = await history.deviceQuality(devices, range);
          return (device) => quality.get(device)!;
        }),
      options,
    ),
    deviceShare: new DataLoader(
      (keys) =>
        inRanges(keys, async (_devices, range) => {
          const volumes = await history.deviceVolumes(range);
          const total = volumes.values().reduce((sum, volume) => sum + volume, 0);
          return (device) => (total === 0 ? null : (volumes.get(device) ?? 0) / total);
        }),
      options,
    ),
  };
}

/** One query for each distinct range among the keys. */
async function inRanges<Value>(
  keys: readonly DeviceInRange[],
  load: (devices: readonly string[], range: TimeRange) => Promise<(device: string) => Value>,
): Promise<Value[]> {
  const nameOf = ({ from, to }: TimeRange): string => `${from} ${to}`;
  const groups = Map.groupBy(keys, ({ range }) => nameOf(range));
  const answers = new Map(
    await Promise.all(
      [...groups].map(async ([name, group]) => {
        const devices = [...new Set(group.map(({ device }) => device))];
        return [name, await load(devices, group[0]!.range)] as const;
      }),
    ),
  );
  return keys.map(({ device, range }) => answers.get(nameOf(range))!(device));
}
