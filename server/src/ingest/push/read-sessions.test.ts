import { describe, expect, it } from 'vitest';
import type { DeviceReading } from '../../domain/device.ts';
import type { ReceivedRecord } from '../../history/received.ts';
import { BodyFault, type PushedMediaType } from './given-rows.ts';
import { mostRows, TooManyRows, type ReadRows } from './read-rows.ts';
import { readSessions } from './read-sessions.ts';

const snapshotAt = Date.UTC(2027, 0, 1, 12) / 1000;
const device: DeviceReading = {
  id: 7,
  name: 'edge',
  unit: 'bits',
  counters: 'session-mean',
  delimiter: '|',
  dateFormat: '%d/%m/%Y %H:%M:%S',
  clockOffsetSeconds: 18_000,
};
const rules = { slotSeconds: 600, earliestSlot: snapshotAt - 1800 };

const read = (body: string, mediaType: PushedMediaType, reading: Partial<DeviceReading> = {}): Promise<ReadRows> =>
  readSessions(Buffer.from(body), mediaType, { device: { ...device, ...reading }, snapshotAt }, rules);

const good = {
  session: 15,
  subscriber: '7560',
  startedAt: '2027-01-01T11:00:00Z',
  durationSeconds: 3600,
  up: 80,
  down: '90.5',
};
const line = '15|7|7560|01/01/2027 16:00:00||3600|80|90.5';
const record: ReceivedRecord = {
  form: 'session',
  device: 'edge',
  snapshotAt,
  subscriber: '7560',
  session: 15,
  // The device's clock runs five hours ahead.
  startedAt: snapshotAt - 3600 + 18_000,
  endedAt: 0,
  ageSeconds: 3600,
  up: 80,
  down: 90.5,
};

describe('a body of sessions', () => {
  it('says the same as JSON, NDJSON and a snapshot file of the device', async () => {
    const ended = { ...good, session: 'a1', endedAt: snapshotAt - 100, durationSeconds: '3500' };
    const header = 'IdSession|IdPSX|IdSubscriber|StartSession|EndSession|Duartion|UpTx|DownTx';
    const bodies = [
      await read(JSON.stringify([good, { ...ended }]), 'application/json'),
      await read(
        [{ ...good, endedAt: null }, ended].map((row) => JSON.stringify(row)).join('\n'),
        'application/x-ndjson',
      ),
      await read(
        `${header}\r\n${line}\r\na1|7|7560|01/01/2027 16:00:00|01/01/2027 16:58:20|3500|80|90.5\r\n`,
        'text/csv',
      ),
    ];
    for (const { records, verdicts } of bodies) {
      expect(verdicts.first).toEqual([]);
      const endedAt = snapshotAt - 100 + 18_000;
      expect(records).toEqual([record, { ...record, session: records[1]!.session, endedAt, ageSeconds: 3500 }]);
    }
    expect(new Set(bodies.map(({ records }) => records[1]!.session)).size).toBe(1);
    expect(bodies.map(({ rows }) => rows)).toEqual([
      [1, 2],
      [1, 2],
      [2, 3],
    ]);
  });

  it.each([
    [{ up: -5 }, 'up', 'negative-counter', '-5'],
    [{ durationSeconds: 0 }, 'durationSeconds', 'no-duration', '0'],
    [{ endedAt: snapshotAt - 7200 }, 'endedAt', 'ends-before-start', String(snapshotAt - 7200 + 18_000)],
    [{ startedAt: snapshotAt + 1 }, 'startedAt', 'starts-after-snapshot', String(snapshotAt + 1 + 18_000)],
    [
      { startedAt: snapshotAt - 8000, endedAt: snapshotAt - 7200 },
      'endedAt',
      'too-late',
      String(snapshotAt - 7200 + 18_000),
    ],
    [{ up: 9e15 }, 'up', 'implausible-rate', '9000000000000000'],
    [{ startedAt: 2 ** 32 - 1 }, 'startedAt', 'implausible-time', '4294967295'],
    [{ session: 15 }, 'session', 'repeated-row', '15'],
    [{ session: '' }, 'session', 'bad-number', ''],
    [{ up: '0x10' }, 'up', 'bad-number', '0x10'],
    [{ up: 2 ** 53 }, 'up', 'bad-number', '9007199254740992'],
    [{ durationSeconds: 2 ** 32 }, 'durationSeconds', 'bad-number', '4294967296'],
    [{ endedAt: 'soon' }, 'endedAt', 'bad-date', 'soon'],
    [{ subscriber: undefined }, 'subscriber', 'missing-field', ''],
    [{ device: 'edge' }, '', 'unknown-field', 'device'],
  ])('keeps the other rows when one has %j, and says why', async (change, column, reason, given) => {
    const body = JSON.stringify([good, { ...good, session: 16, ...change }, { ...good, session: 17 }]);
    const { records, rows, verdicts } = await read(body, 'application/json');
    expect(records.map(({ session }) => session)).toEqual([15, 17]);
    expect(rows).toEqual([1, 3]);
    expect(verdicts.first).toMatchObject([{ row: 2, column, reason, given }]);
    expect(verdicts.first[0]!.expected.length).toBeGreaterThan(5);
  });

  it.each([
    ['14|7|7560|01-01-2027 16:00:00||3600|80|90', 'StartSession', 'bad-date'],
    ['14|8|7560|01/01/2027 16:00:00||3600|80|90', 'IdPSX', 'device-mismatch'],
    ['14|7|7560|01/01/2027 16:00:00||3600|-80|90', 'UpTx', 'negative-counter'],
    ['14|7|7560|01/01/2027 16:00:00||3600|80', '', 'wrong-column-count'],
  ])('names the columns of a snapshot file as they are there: %s', async (bad, column, reason) => {
    const { records, verdicts } = await read(`${bad}\n${line}\n`, 'text/csv');
    expect(records).toEqual([record]);
    expect(verdicts.first).toMatchObject([{ row: 1, column, reason }]);
  });

  it('does not judge what depends on the snapshots before: the counters of a cumulative device', async () => {
    const body = JSON.stringify([{ ...good, startedAt: '2026-01-01T00:00:00Z', up: 9e15 }]);
    expect((await read(body, 'application/json', { counters: 'cumulative' })).records).toHaveLength(1);
    expect((await read(body, 'application/json', { counters: 'interval' })).records).toHaveLength(0);
  });

  it('reads many rows in pieces, each once', async () => {
    const lines = Array.from({ length: 10_000 }, (_, row) => line.replace('15', String(row)));
    lines[5000] = 'broken';
    const { records, rows, verdicts } = await read(lines.join('\n'), 'text/csv');
    expect(new Set(records.map(({ session }) => session)).size).toBe(9999);
    expect([rows[4999], rows[5000], verdicts.first[0]?.row]).toEqual([5000, 5002, 5001]);
  });

  it('is refused as a whole when it is no snapshot, or has too many rows', async () => {
    await expect(read('IdSession,IdPSX\n', 'text/csv')).rejects.toThrow(BodyFault);
    for (const row of ['1\n', `${line}\n`])
      await expect(read(row.repeat(mostRows + 1), 'text/csv')).rejects.toThrow(TooManyRows);
  });
});
