/** Writes the device table that says how to read the snapshot files, in the columns of the measured `psxattrs.csv`. */
import type { DeviceReading } from '../../domain/device.ts';

/** `TZ` is the same for all: the simulated devices keep the common clock. */
export function deviceTableText(devices: readonly DeviceReading[]): string {
  const lines = devices.map((device) => {
    const delimiter = device.delimiter === ',' ? '","' : device.delimiter;
    return [device.id, device.name, device.unit, delimiter, device.dateFormat, 'GMT+0'].join(',');
  });
  return ['Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ', ...lines, ''].join('\n');
}
