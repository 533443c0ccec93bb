/** Reads the device table that a command line names. */
import { readFile } from 'node:fs/promises';
import type { CounterMeaning, DeviceReading } from '../domain/device.ts';
import { DeviceTableError, readDeviceTable } from '../ingest/snapshot/device-table.ts';

/** Reads the device table at `path`; what is wrong with it is added to `faults`. */
export async function devicesIn(
  path: string | undefined,
  counters: CounterMeaning,
  faults: string[],
): Promise<DeviceReading[]> {
  if (typeof path !== 'string') {
    faults.push('--devices is missing, expected the device table (psxattrs.csv).');
    return [];
  }
  try {
    return readDeviceTable(await readFile(path, 'utf8'), counters);
  } catch (error) {
    faults.push(
      ...(error instanceof DeviceTableError
        ? error.faults
        : [`--devices "${path}" can't be read: ${(error as Error).message}.`]),
    );
    return [];
  }
}
