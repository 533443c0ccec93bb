import { describe, expect, it } from 'vitest';
import { readDeviceTable } from './device-table.ts';

const table = `Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ
0,66.1,bits,|,%d/%m/%Y %H:%M:%S,GMT-5
3,62.0,bytes,",",%d-%m-%Y %H:%M:%S,GMT-6
`;

describe('readDeviceTable', () => {
  it('reads units, delimiters (the comma quoted) and date formats, and takes clocks as they stand', () => {
    expect(readDeviceTable(table, 'session-mean')).toEqual([
      {
        id: 0,
        name: '66.1',
        unit: 'bits',
        counters: 'session-mean',
        delimiter: '|',
        dateFormat: '%d/%m/%Y %H:%M:%S',
        clockOffsetSeconds: 0,
      },
      {
        id: 3,
        name: '62.0',
        unit: 'bytes',
        counters: 'session-mean',
        delimiter: ',',
        dateFormat: '%d-%m-%Y %H:%M:%S',
        clockOffsetSeconds: 0,
      },
    ]);
  });

  it('lets a column say what the counters mean and how far a clock is off', () => {
    const extended =
      'Id,PSX,TransmitUnits,Delimiter,DateFormat,Counters,ClockOffset\n1,a,bytes,;,%Y-%m-%d %H:%M:%S,cumulative,-03:30\n2,b,bytes,\\t,%Y-%m-%d %H:%M:%S,,\n';
    expect(readDeviceTable(extended, 'interval')).toMatchObject([
      { counters: 'cumulative', clockOffsetSeconds: -12_600, delimiter: ';' },
      { counters: 'interval', clockOffsetSeconds: 0, delimiter: '\t' },
    ]);
  });

  it('tells every fault at once, with line and value', () => {
    const broken = 'Id,PSX,TransmitUnits,Delimiter,DateFormat\nx,a,bauds,;;,%d\n1,a,bits,;,%Y-%m-%d %H:%M:%S\n';
    expect(() => readDeviceTable(broken, 'interval')).toThrow(
      [
        'Line 2 of the device table: Id is "x", expected a whole number',
        'Line 2 of the device table: TransmitUnits is "bauds", expected bits or bytes',
        'Line 2 of the device table: Delimiter is ";;", expected one ASCII character',
        'Line 2 of the device table: The date format "%d" has no year',
        'The device table has two devices with the name "a"',
      ].join('\n'),
    );
  });

  it('names the columns that are missing', () => {
    expect(() => readDeviceTable('Id,PSX\n1,a\n', 'interval')).toThrow('has no TransmitUnits, Delimiter, DateFormat');
    expect(() => readDeviceTable('', 'interval')).toThrow('at least one device');
  });
});
