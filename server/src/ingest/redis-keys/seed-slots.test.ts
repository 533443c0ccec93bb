import { describe, expect, it } from 'vitest';
import type { DeviceReading } from '../../domain/device.ts';
import { Normaliser } from '../../domain/normalise.ts';
import { SessionLedger } from '../../domain/session-ledger.ts';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { seedSlotsIn, type SeedSlot } from './seed-slots.ts';
import { endOfSlot, readingOfKeys, seedSnapshot, type KeyCounters } from './seed-snapshot.ts';

const hourStart = 1_704_067_200;
const hour = { deviceId: 3, hourStart };
const row = (slot: number, parts: object = {}): object => ({
  IdPSX: 3,
  IdSubscriber: 7,
  UpTx: 800,
  DownTx: 1600,
  Start1hPeriod: hourStart * 1000,
  Start10mPeriod: (hourStart + slot * 600) * 1000,
  ...parts,
});
const slotsIn = (...rows: unknown[]): SeedSlot[] => seedSlotsIn(JSON.stringify(rows), hour);

describe('the value of a key', () => {
  it('is read slot by slot, in whatever order its rows are', () => {
    const slots = slotsIn(row(1), row(0, { IdSubscriber: 'x y' }), row(1, { IdSubscriber: '8' }));
    expect(slots.map(({ slotStart, rows }) => [slotStart - hourStart, rows.map((one) => one.subscriber)])).toEqual([
      [600, ['7', '8']],
      [0, ['x y']],
    ]);
  });

  it.each([
    [row(1, { IdPSX: 4 }), 'IdPSX', 'device-mismatch'],
    [row(1, { IdSubscriber: '' }), 'IdSubscriber', 'bad-subscriber'],
    [row(1, { IdSubscriber: 'x'.repeat(256) }), 'IdSubscriber', 'bad-subscriber'],
    [row(1, { UpTx: '800' }), 'UpTx', 'bad-number'],
    [row(1, { DownTx: null }), 'DownTx', 'bad-number'],
    [row(1, { DownTx: 1e300 }), 'DownTx', 'counter-too-large'],
    [row(6), 'Start10mPeriod', 'bad-date'],
    [row(0.5), 'Start10mPeriod', 'bad-date'],
    [null, '', 'wrong-column-count'],
    [[1, 2], 'Start10mPeriod', 'bad-date'],
  ])('has a place for a row that can not be used: %j', (faulty, column, reason) => {
    const [slot] = slotsIn(row(1), faulty);
    expect(slot!.rows).toHaveLength(1);
    expect(slot!.faulty).toEqual([{ line: 2, column, reason, given: expect.any(String) }]);
  });

  it.each([
    ['nonsense', 'not JSON'],
    ['{}', 'not an array'],
    ['[{"UpTx":1}]', 'none of its rows'],
  ])('is refused as a whole when it is %s', (value, fault) => {
    expect(() => seedSlotsIn(value, hour)).toThrow(fault);
  });

  it('has another content when anything that counts is told otherwise, and the same when nothing is', () => {
    const contentOf = (...rows: object[]): string => slotsIn(...rows)[0]!.content;
    expect(contentOf(row(1), row(1, { IdSubscriber: 8 }))).toBe(contentOf(row(1), row(1, { IdSubscriber: '8' })));
    expect(contentOf(row(1))).not.toBe(contentOf(row(1, { UpTx: 801 })));
    expect(contentOf(row(1))).not.toBe(contentOf(row(1), row(1, { IdSubscriber: 8 })));
  });
});

describe('a slot of a key as a snapshot', () => {
  const device: DeviceReading = {
    id: 3,
    name: '62.0',
    unit: 'bits',
    counters: 'session-mean',
    delimiter: ',',
    dateFormat: '',
    clockOffsetSeconds: 3600,
  };

  function samplesOf(counters: KeyCounters, ...rows: object[]): { start: number; up: number[] } {
    const reading = readingOfKeys(device, counters);
    const [slot] = slotsIn(...rows);
    const snapshot = seedSnapshot('key', slot!, 0, reading, { subscribers: new SubscriberIndex(), sessionOf: Number });
    const normaliser = new Normaliser(600, new SessionLedger());
    normaliser.begin(snapshot.device, endOfSlot(slot!, reading), null, 0);
    snapshot.read(
      (batch) => normaliser.accept(batch, () => undefined),
      () => undefined,
    );
    const [block] = normaliser.finish();
    return { start: block!.slotStart - hourStart, up: [...block!.upBytes.subarray(0, block!.count)] };
  }

  it('has bytes by the common clock, as the mirror writes them', () => {
    expect(samplesOf('slot-bytes', row(1))).toEqual({ start: 600, up: [800] });
  });

  it('has what the device counts, in its unit and by its clock', () => {
    expect(samplesOf('interval', row(1))).toEqual({ start: 600 - 3600, up: [100] });
  });

  it('adds up the rows of a subscriber', () => {
    expect(samplesOf('slot-bytes', row(1), row(1), row(1, { IdSubscriber: 8 }))).toEqual({
      start: 600,
      up: [1600, 800],
    });
  });
});
