/** Batches the look-ups about devices: of many subscribers at once, and of many devices in one range. */
import DataLoader from 'dataloader';
import type { HistoryReader, SubscriberDevice, TimeRange } from '../history/history.ts';
import type { DeviceQuality } from '../history/quality.ts';
import { answerInGroups } from './answer-in-groups.ts';

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
function inRanges<Value>(
  keys: readonly DeviceInRange[],
  load: (devices: readonly string[], range: TimeRange) => Promise<(device: string) => Value>,
): Promise<Value[]> {
  const rangeOf = ({ range: { from, to } }: DeviceInRange): string => `${from} ${to}`;
  return answerInGroups(keys, rangeOf, async (group) => {
    const valueOf = await load([...new Set(group.map(({ device }) => device))], group[0]!.range);
    return ({ device }) => valueOf(device);
  });
}
