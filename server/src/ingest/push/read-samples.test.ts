import { describe, expect, it } from 'vitest';
import type { ReceivedRecord } from '../../history/received.ts';
import { sessionNumber } from '../session-number.ts';
import { BodyFault, type PushedMediaType } from './given-rows.ts';
import { mostRows, mostVerdicts, TooManyRows, type ReadRows } from './read-rows.ts';
import { readSamples } from './read-samples.ts';

const slotStart = Date.UTC(2027, 0, 1, 12) / 1000;
const rules = {
  slotSeconds: 600,
  deviceNames: new Set(['62.0', 'edge "north"']),
  earliestSlot: slotStart - 1200,
  latestEnd: slotStart + 900,
};

const read = (body: string | Uint8Array, mediaType: PushedMediaType): Promise<ReadRows> =>
  readSamples(Buffer.from(body as Uint8Array), mediaType, rules);

const good = { device: '62.0', subscriber: '7560', slotStart, upBytes: 5, downBytes: 7 };
const record: ReceivedRecord = {
  form: 'sample',
  device: '62.0',
  snapshotAt: slotStart + 600,
  subscriber: '7560',
  session: sessionNumber(''),
  startedAt: slotStart,
  endedAt: slotStart + 600,
  ageSeconds: 600,
  up: 5,
  down: 7,
};

describe('a body of samples', () => {
  it('says the same as JSON, NDJSON and CSV', async () => {
    const rows = [
      good,
      { ...good, subscriber: 4114, slotStart: '2027-01-01T15:00:00+03:00', session: 'a' },
      {
        ...good,
        subscriber: 'é, "x"',
        device: 'edge "north"',
        seconds: '300',
        upBytes: '9007199254740991',
        downBytes: 0,
      },
      { ...good, session: 15 },
    ];
    rows[2] = { ...rows[2]!, upBytes: 1e12 };
    const cell = (value: string | number = ''): string => `"${String(value).replaceAll('"', '""')}"`;
    const columns = ['subscriber', 'device', 'slotStart', 'downBytes', 'upBytes', 'seconds', 'session'] as const;
    const csv = [
      columns.join(' , '),
      ...rows.map((row) => columns.map((name) => cell((row as Record<string, string | number>)[name])).join(',')),
    ];
    const bodies = [
      await read(JSON.stringify(rows), 'application/json'),
      await read(rows.map((row) => JSON.stringify(row)).join('\r\n\n'), 'application/x-ndjson'),
      await read(`\uFEFF${csv.join('\n')}\n`, 'text/csv'),
    ];
    for (const { records, verdicts } of bodies) {
      expect(verdicts.first).toEqual([]);
      expect(records).toEqual([
        record,
        { ...record, subscriber: '4114', session: records[1]!.session },
        { ...record, subscriber: 'é, "x"', device: 'edge "north"', ageSeconds: 300, up: 1e12, down: 0 },
        { ...record, session: 15 },
      ]);
      expect(new Set(records.map(({ session }) => session)).size).toBe(3);
    }
    expect(bodies.map(({ rows: places }) => places)).toEqual([
      [1, 2, 3, 4],
      [1, 3, 5, 7],
      [2, 3, 4, 5],
    ]);
  });

  it.each([
    [{ device: '62.1' }, 'device', 'unknown-device', '62.1', 'the name (PSX) of a device of the device table'],
    [{ subscriber: '' }, 'subscriber', 'bad-subscriber', '', 'text of 1 to 255 bytes'],
    [{ subscriber: 'é'.repeat(128) }, 'subscriber', 'bad-subscriber', 'é'.repeat(100), 'text of 1 to 255 bytes'],
    [{ subscriber: '\ud800' }, 'subscriber', 'bad-subscriber', '\ud800', 'text of 1 to 255 bytes'],
    [{ subscriber: 1.5 }, 'subscriber', 'bad-subscriber', '1.5', 'text of 1 to 255 bytes'],
    [{ slotStart: '2027-01-01' }, 'slotStart', 'bad-date', '2027-01-01', expect.stringContaining('RFC 3339')],
    [{ slotStart: -600 }, 'slotStart', 'bad-date', '-600', expect.stringContaining('RFC 3339')],
    [{ slotStart: slotStart + 1 }, 'slotStart', 'off-slot-border', String(slotStart + 1), 'a multiple of 600 seconds'],
    [{ slotStart: slotStart + 600 }, 'slotStart', 'in-the-future', String(slotStart + 600), 'a slot that has ended'],
    [
      { slotStart: slotStart - 1800 },
      'slotStart',
      'too-late',
      String(slotStart - 1800),
      'a slot from 2027-01-01T11:40:00Z on',
    ],
    [{ seconds: 601 }, 'seconds', 'bad-number', '601', 'whole seconds from 0 to 600'],
    [{ seconds: -1 }, 'seconds', 'bad-number', '-1', expect.stringContaining('whole seconds')],
    [{ upBytes: -5 }, 'upBytes', 'bad-number', '-5', expect.stringContaining('whole bytes from 0')],
    [{ upBytes: 2 ** 53 }, 'upBytes', 'bad-number', '9007199254740992', expect.stringContaining('whole bytes from 0')],
    [{ downBytes: '1e3' }, 'downBytes', 'bad-number', '1e3', expect.stringContaining('whole bytes from 0')],
    [{ downBytes: 0.5 }, 'downBytes', 'bad-number', '0.5', expect.stringContaining('whole bytes from 0')],
    [{ downBytes: 8e12 }, 'downBytes', 'implausible-rate', '8000000000000', 'at most 100 Gbit/s, both ways together'],
    [{ upBytes: undefined }, 'upBytes', 'missing-field', '', expect.stringContaining('whole bytes from 0')],
    [{ upBits: 40 }, '', 'unknown-field', 'upBits', expect.stringContaining('only the fields device, subscriber')],
    [{ session: {} }, 'session', 'bad-number', '{}', 'text of 1 to 255 bytes'],
  ])('keeps the other rows when one has %j, and says why', async (change, column, reason, given, expected) => {
    const rows = [good, { ...good, subscriber: 'x', ...change }, { ...good, subscriber: '4114' }];
    const { records, rows: places, verdicts } = await read(JSON.stringify(rows), 'application/json');
    expect(records).toEqual([record, { ...record, subscriber: '4114' }]);
    expect(places).toEqual([1, 3]);
    expect(verdicts.first).toEqual([{ row: 2, column, reason, given, expected }]);
  });

  it.each([
    ['application/json', '[5]', 'unreadable-row'],
    ['application/x-ndjson', '{"device"', 'unreadable-row'],
    ['application/x-ndjson', '[]', 'unreadable-row'],
    ['text/csv', 'device,upBytes\n"62.0', 'unreadable-row'],
    ['text/csv', 'device,upBytes\n62.0,1,2', 'wrong-column-count'],
    ['text/csv', 'device,upBytes\n62.0,1', 'missing-field'],
  ] as const)('takes no row of %s that is %j', async (mediaType, body, reason) => {
    const { records, verdicts } = await read(body, mediaType);
    expect(records).toEqual([]);
    expect([...verdicts.counts]).toEqual([[reason, 1]]);
  });

  it('takes the first of two rows that tell the same: the other would take its place', async () => {
    const body = JSON.stringify([good, { ...good, upBytes: 6 }, { ...good, upBytes: 6, session: 'b' }]);
    const { records, verdicts } = await read(body, 'application/json');
    expect(records.map(({ up }) => up)).toEqual([5, 6]);
    expect(verdicts.first).toMatchObject([{ row: 2, reason: 'repeated-row', given: '7560' }]);
  });

  it.each([
    ['application/json', '{}', 'The body is JSON but not a list of rows; expected [{…}, …]'],
    ['application/json', '[', 'The body is not JSON: '],
    ['application/json', Buffer.of(0x22, 0xff, 0x22), 'The body is not UTF-8'],
    [
      'text/csv',
      'device,upBits\n',
      'The first line is not the header; expected the names of columns: device,subscriber',
    ],
    ['text/csv', 'device,device\n', 'The first line is not the header'],
    ['text/csv', '62.0,7560,1,2,3\n', 'The first line is not the header'],
  ] as const)('is refused as a whole when %s is %s', async (mediaType, body, message) => {
    const failure = await read(body, mediaType).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BodyFault);
    expect((failure as Error).message).toContain(message);
  });

  it.each(['application/json', 'application/x-ndjson', 'text/csv'] as const)('may have no row as %s', async (type) => {
    expect((await read(type === 'application/json' ? '[]' : '', type)).records).toEqual([]);
  });

  it('tells the first of very many verdicts, and counts all', async () => {
    const { verdicts } = await read('x\n'.repeat(mostRows), 'application/x-ndjson');
    expect([verdicts.count, verdicts.first.length]).toEqual([mostRows, mostVerdicts]);
    await expect(read('x\n'.repeat(mostRows + 1), 'application/x-ndjson')).rejects.toThrow(TooManyRows);
  });
});
