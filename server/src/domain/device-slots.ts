/** What each device of a slot did as a whole, summed over its subscribers. */
import type { DeviceSlot } from './device-watch.ts';
import type { SlotObservations } from './slot-observations.ts';

/** By name; `shiftOf` gives the median growth of a device by its index. */
export function deviceSlots(
  { count, device, devices, upBytes, downBytes }: SlotObservations,
  slotSeconds: number,
  shiftOf: (device: number) => number,
): Map<string, DeviceSlot> {
  const up = new Float64Array(devices.length);
  const down = new Float64Array(devices.length);
  const subscribers = new Uint32Array(devices.length);
  for (let i = 0; i < count; i++) {
    up[device[i]!]! += upBytes[i]!;
    down[device[i]!]! += downBytes[i]!;
    subscribers[device[i]!]!++;
  }
  return new Map(
    devices.map((name, at) => [
      name,
      {
        subscribers: subscribers[at]!,
        upBytesPerSecond: up[at]! / slotSeconds,
        downBytesPerSecond: down[at]! / slotSeconds,
        shift: shiftOf(at),
      },
    ]),
  );
}
