/** The device table of the simulated ISP: the six PSX devices of the measured data, three of them counting bits. */
import type { DeviceReading } from '../../domain/device.ts';

function inBits(id: number, name: string): DeviceReading {
  const dateFormat = '%d/%m/%Y %H:%M:%S';
  return { id, name, unit: 'bits', counters: 'session-mean', delimiter: '|', dateFormat, clockOffsetSeconds: 0 };
}

function inBytes(id: number, name: string): DeviceReading {
  const dateFormat = '%d-%m-%Y %H:%M:%S';
  return { id, name, unit: 'bytes', counters: 'session-mean', delimiter: ',', dateFormat, clockOffsetSeconds: 0 };
}

export const simulatedDevices: readonly DeviceReading[] = [
  inBits(0, '66.1'),
  inBits(1, '66.2'),
  inBits(2, '66.3'),
  inBytes(3, '62.0'),
  inBytes(4, '69.0'),
  inBytes(5, '65.0'),
];
