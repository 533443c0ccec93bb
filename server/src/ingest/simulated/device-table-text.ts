/** Writes the device table that says how to read the snapshot files: the measured `psxattrs.csv`, and what counters mean. */
import type { DeviceReading } from '../../domain/device.ts';

/** `TZ` is the same for all: the simulated devices keep the common clock. */
export function deviceTableText(devices: readonly DeviceReading[]): string {
  const lines = devices.map((device) => {
    const delimiter = device.delimiter === ',' ? '","' : device.delimiter;
    return [device.id, device.name, device.unit, delimiter, device.dateFormat, 'GMT+0', device.counters].join(',');
  });
  return ['Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ,Counters', ...lines, ''].join('\n');
}
