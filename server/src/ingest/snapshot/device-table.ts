/** Reads the device table (`psxattrs.csv`): how the records of each device are to be read. */
import { parse } from 'csv-parse/sync';
import type { CounterMeaning, DeviceReading } from '../../domain/device.ts';
import { counterMeanings } from '../../domain/device.ts';
import { compileDateLayout } from './date-layout.ts';

/** All that is wrong with a device table, one sentence a fault. */
export class DeviceTableError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

const required = ['Id', 'PSX', 'TransmitUnits', 'Delimiter', 'DateFormat'] as const;

/**
 * `Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ`, and two optional columns: `Counters` (session-mean, cumulative or
 * interval; otherwise `defaultCounters`) and `ClockOffset` (the device's clock against the common one, "+05:00";
 * otherwise its clock is taken as it stands). `TZ` is not used: see docs/reference/input.md.
 */
export function readDeviceTable(text: string, defaultCounters: CounterMeaning): DeviceReading[] {
  const rows = parse<Record<string, string>>(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  const missing = required.filter((name) => rows[0]?.[name] === undefined);
  if (missing.length > 0)
    throw new DeviceTableError([
      `The device table has no ${missing.join(', ')} (expected ${required.join(', ')}, and at least one device)`,
    ]);
  const faults: string[] = [];
  const devices = rows.map((row, i) =>
    readDevice(row, defaultCounters, (fault) => faults.push(`Line ${i + 2} of the device table: ${fault}`)),
  );
  for (const key of ['id', 'name'] as const) {
    const seen = new Set<string | number>();
    for (const device of devices) {
      if (seen.has(device[key])) faults.push(`The device table has two devices with the ${key} "${device[key]}"`);
      seen.add(device[key]);
    }
  }
  if (faults.length > 0) throw new DeviceTableError(faults);
  return devices;
}

function readDevice(
  row: Record<string, string>,
  defaultCounters: CounterMeaning,
  fault: (text: string) => void,
): DeviceReading {
  const {
    Id = '',
    PSX = '',
    TransmitUnits = '',
    Delimiter = '',
    DateFormat = '',
    Counters = '',
    ClockOffset = '',
  } = row;
  if (!/^\d{1,9}$/.test(Id)) fault(`Id is "${Id}", expected a whole number`);
  if (PSX === '') fault('PSX is empty, expected the name of the device');
  if (TransmitUnits !== 'bits' && TransmitUnits !== 'bytes')
    fault(`TransmitUnits is "${TransmitUnits}", expected bits or bytes`);
  // \t for a tab, since a tab by itself does not survive trimming.
  const delimiter = Delimiter === '\\t' ? '\t' : Delimiter;
  if (delimiter.length !== 1 || delimiter.charCodeAt(0) > 126)
    fault(`Delimiter is "${Delimiter}", expected one ASCII character`);
  try {
    compileDateLayout(DateFormat);
  } catch (error) {
    fault((error as Error).message);
  }
  const counters = Counters === '' ? defaultCounters : counterMeanings.find((meaning) => meaning === Counters);
  if (counters === undefined) fault(`Counters is "${Counters}", expected ${counterMeanings.join(', ')}`);
  return {
    id: Number(Id),
    name: PSX,
    unit: TransmitUnits as DeviceReading['unit'],
    counters: counters ?? defaultCounters,
    delimiter,
    dateFormat: DateFormat,
    clockOffsetSeconds: readOffset(ClockOffset, fault),
  };
}

function readOffset(given: string, fault: (text: string) => void): number {
  if (given === '') return 0;
  const match = /^([+-])(\d{2}):(\d{2})$/.exec(given);
  if (match === null) {
    fault(`ClockOffset is "${given}", expected a form like +05:00`);
    return 0;
  }
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}
