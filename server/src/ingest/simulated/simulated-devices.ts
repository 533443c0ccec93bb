/** The device table of the simulated ISP: the six PSX devices of the measured data, three of them counting bits. */
import type { CounterMeaning, DeviceReading } from '../../domain/device.ts';
import type { WorldKind } from './world.ts';

function inBits(id: number, name: string, counters: CounterMeaning): DeviceReading {
  const dateFormat = '%d/%m/%Y %H:%M:%S';
  return { id, name, unit: 'bits', counters, delimiter: '|', dateFormat, clockOffsetSeconds: 0 };
}

function inBytes(id: number, name: string, counters: CounterMeaning): DeviceReading {
  const dateFormat = '%d-%m-%Y %H:%M:%S';
  return { id, name, unit: 'bytes', counters, delimiter: ',', dateFormat, clockOffsetSeconds: 0 };
}

function devicesThatCount(counters: CounterMeaning): readonly DeviceReading[] {
  return [
    inBits(0, '66.1', counters),
    inBits(1, '66.2', counters),
    inBits(2, '66.3', counters),
    inBytes(3, '62.0', counters),
    inBytes(4, '69.0', counters),
    inBytes(5, '65.0', counters),
  ];
}

/** By kind of world. */
export const simulatedDevices: Readonly<Record<WorldKind, readonly DeviceReading[]>> = {
  real: devicesThatCount('cumulative'),
  flat: devicesThatCount('session-mean'),
};
