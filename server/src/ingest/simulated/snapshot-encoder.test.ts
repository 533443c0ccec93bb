/** Files as written, against the measured format and against the decoder. */
import { describe, expect, it } from 'vitest';
import { createSessionBatch } from '../../domain/session-batch.ts';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import type { CounterMeaning } from '../../domain/device.ts';
import { decodeSnapshot } from '../snapshot/decode.ts';
import { readDeviceTable } from '../snapshot/device-table.ts';
import { parseSnapshotFileName } from '../snapshot/file-name.ts';
import { RowOrder } from '../snapshot/row-order.ts';
import { deviceTableText } from './device-table-text.ts';
import { createWorld } from './create-world.ts';
import { simulatedDevices } from './simulated-devices.ts';
import { createSnapshotEncoder } from './snapshot-encoder.ts';
import { snapshotFileName } from './snapshot-name.ts';
import { slotSeconds, worldOptions, worldStart } from './world.fixture.ts';

const directory = new SubscriberIndex();
const devices = simulatedDevices.flat;
const world = createWorld(worldOptions('flat', { subscribers: 1500, attacksPerDay: 20 }), directory);
const snapshotAt = worldStart + 100 * slotSeconds;
const encode = (position: number): string =>
  Buffer.from(
    createSnapshotEncoder(devices[position]!, directory).encode(world.recordsAt(snapshotAt)[position]!),
  ).toString('utf8');

/** As measured: bits, `|` and slashes on 66.x; bytes, `,` and dashes on the others. */
const slashes = String.raw`\d\d/\d\d/202[34] \d\d:\d\d:\d\d`;
const dashes = String.raw`\d\d-\d\d-202[34] \d\d:\d\d:\d\d`;
const rowOf = (device: number, date: string, separator: string): RegExp =>
  new RegExp(['^\\d+', device, '\\d{4,5}', date, `(?:${date})?`, '\\d+', '\\d+', '\\d+$'].join(separator));

describe('snapshot encoder', () => {
  it.each([0, 1, 2, 3, 4, 5])('writes the rows of device %i in its format', (position) => {
    const lines = encode(position).split('\n');
    const [header, ...rows] = lines;
    const separator = position < 3 ? '|' : ',';
    expect(header).toBe(
      'IdSession,IdPSX,IdSubscriber,StartSession,EndSession,Duartion,UpTx,DownTx'.replaceAll(',', separator),
    );
    expect(rows.pop()).toBe('');
    const expected = rowOf(position, position < 3 ? slashes : dashes, position < 3 ? String.raw`\|` : ',');
    expect(rows.filter((row) => !expected.test(row))).toEqual([]);
    expect(rows).toHaveLength(world.recordsAt(snapshotAt)[position]!.count);
    expect(rows.some((row) => row.split(separator)[4] !== '')).toBe(true);
  });

  it.each(devices.map((device, position) => [device.name, position] as const))(
    'is read back by the decoder as it was (%s)',
    (_, position) => {
      const given = world.recordsAt(snapshotAt)[position]!;
      const batch = createSessionBatch(given.count);
      const faults: unknown[] = [];
      const count = decodeSnapshot(
        Buffer.from(encode(position)),
        'x',
        devices[position]!,
        { subscribers: directory, order: new RowOrder(), batch },
        {
          onBatch: (decoded) => expect(decoded.count).toBe(given.count),
          onDeadLetter: (letter) => faults.push(letter),
        },
      );
      expect(faults).toEqual([]);
      expect(count).toBe(given.count);
      for (const column of [
        'session',
        'subscriber',
        'startedAt',
        'endedAt',
        'ageSeconds',
        'upCounter',
        'downCounter',
        'line',
      ] as const) {
        expect([...batch[column]]).toEqual([...given[column].subarray(0, given.count)]);
      }
    },
  );

  it('refuses a date format it cannot write, naming what is wrong', () => {
    const device = { ...devices[0]!, dateFormat: '%d %b %Y' };
    expect(() => createSnapshotEncoder(device, directory)).toThrow('"%b" of the date format "%d %b %Y"');
  });
});

describe('names and device table', () => {
  it('are read back as they were', () => {
    for (const device of devices) {
      const parsed = parseSnapshotFileName(snapshotFileName(device, snapshotAt));
      expect(parsed).toEqual({ device: device.name, snapshotAt, revision: 0, gzip: false });
    }
    const meaning: CounterMeaning = 'interval';
    for (const table of Object.values(simulatedDevices)) {
      expect(readDeviceTable(deviceTableText(table), meaning)).toEqual(table);
    }
  });
});
