import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../domain/dead-letter.ts';
import { createSessionBatch } from '../../domain/session-batch.ts';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { decodeRadacct } from './decode-radacct.ts';
import { firstLineOf, radacctLayoutIn } from './radacct-layout.ts';

const midnight = Date.UTC(2024, 0, 1) / 1000;

/** Two rows a batch, so that there are several. */
function decode(text: string, clockOffsetSeconds = 0) {
  const content = Buffer.from(text);
  const subscribers = new SubscriberIndex();
  const rows: unknown[] = [];
  const letters: Omit<DeadLetter, 'file'>[] = [];
  const device = {
    id: 3,
    name: '62.0',
    unit: 'bytes',
    counters: 'cumulative',
    delimiter: ',',
    dateFormat: '',
    clockOffsetSeconds,
  } as const;
  const context = { subscribers, batch: createSessionBatch(2) };
  const count = decodeRadacct(content, 'dump', radacctLayoutIn(firstLineOf(content))!, device, context, {
    onBatch(batch) {
      for (let row = 0; row < batch.count; row++)
        rows.push([
          batch.line[row],
          subscribers.idOf(batch.subscriber[row]!),
          batch.startedAt[row]! - midnight,
          batch.endedAt[row] === 0 ? null : batch.endedAt[row]! - midnight,
          batch.upCounter[row],
          batch.downCounter[row],
        ]);
    },
    onDeadLetter: ({ line, column, reason, given }) => letters.push({ line, column, reason, given }),
  });
  return { count, rows, letters };
}

/** What three sessions are, however they are written. */
const sessions = [
  [2, 'alice', 0, 600, 1000, 2000],
  [3, 'bob, the "second"', 120, 300, 5_000_000_000, 1],
  [4, 'carol', 540, null, 0, 0],
];

describe('a dump of radacct', () => {
  it.each([
    [
      'psql \\copy in UTC',
      `acctuniqueid,username,acctstarttime,acctupdatetime,acctstoptime,acctinputoctets,acctoutputoctets
a1f0c4,alice,2024-01-01 00:00:00+00,2024-01-01 00:10:00+00,,1000,2000
"b2""x","bob, the ""second""",2024-01-01 00:02:00+00,2024-01-01 00:05:00.5+00,2024-01-01 00:05:00.5+00,5000000000,1
c3,carol,2024-01-01 00:09:00+00,,,,
`,
    ],
    [
      'psql \\copy of the whole table, elsewhere',
      `radacctid,acctsessionid,acctuniqueid,username,groupname,realm,nasipaddress,nasportid,nasporttype,acctstarttime,acctupdatetime,acctstoptime,acctinterval,acctsessiontime,acctinputoctets,acctoutputoctets,callingstationid,framedipaddress
1,s1,a1f0c4,alice,,,192.0.2.11,,,2024-01-01 05:30:00+05:30,2024-01-01 05:40:00+05:30,,,600,1000,2000,,
2,s2,"b2""x","bob, the ""second""",,,192.0.2.11,,,2024-01-01 05:32:00+05:30,2024-01-01 05:35:00.5+05:30,2024-01-01 05:35:00.5+05:30,,180,5000000000,1,,
3,s3,c3,carol,,,192.0.2.11,,,2024-01-01 05:39:00+05:30,,,,,,,,
`,
    ],
    [
      'mysql --batch',
      `acctuniqueid\tusername\tacctstarttime\tacctupdatetime\tacctstoptime\tacctinputoctets\tacctoutputoctets
a1f0c4\talice\t2024-01-01 00:00:00\t2024-01-01 00:10:00\tNULL\t1000\t2000
b2"x\tbob, the "second"\t2024-01-01 00:02:00\t2024-01-01 00:05:00\t2024-01-01 00:05:00\t5000000000\t1
c3\tcarol\t2024-01-01 00:09:00\tNULL\tNULL\tNULL\tNULL
`,
    ],
    [
      'MySQL of old, with CRLF, quotes, a byte order mark and blank lines',
      `\uFEFF"AcctSessionId";"UserName";"AcctStartTime";"AcctUpdateTime";"AcctStopTime";"AcctInputOctets";"AcctOutputOctets"\r
"a1f0c4";"alice";"2024-01-01 00:00:00";"2024-01-01 00:10:00";"0000-00-00 00:00:00";"1000";"2000"\r
"b2""x";"bob, the ""second""";"2024-01-01 00:02:00";\\N;"2024-01-01 00:05:00";5000000000;1\r
c3;carol;2024-01-01T00:09:00Z;\\N;\\N;\\N;\\N\r
\r
`,
    ],
  ])('is read as %s writes it', (_, text) => {
    expect(decode(text)).toEqual({ count: 3, rows: sessions, letters: [] });
  });

  const header = 'acctuniqueid,username,acctstarttime,acctstoptime,acctinputoctets,acctoutputoctets';

  it('has times without a zone by the clock of the device, and those with one brought to it', () => {
    const rows = 'a,alice,2024-01-01 01:00:00,,1,1\nb,bob,2024-01-01 00:00:00Z,,1,1\n';
    expect(decode(`${header}\n${rows}`, 3600).rows).toEqual([
      [2, 'alice', 3600, null, 1, 1],
      [3, 'bob', 3600, null, 1, 1],
    ]);
  });

  it.each([
    ['a,,2024-01-01 00:00:00,,1,1', 'username', 'bad-subscriber'],
    [`a,${'x'.repeat(256)},2024-01-01 00:00:00,,1,1`, 'username', 'bad-subscriber'],
    [',alice,2024-01-01 00:00:00,,1,1', 'acctuniqueid', 'bad-number'],
    ['a,alice,,,1,1', 'acctstarttime', 'bad-date'],
    ['a,alice,2024-02-30 00:00:00,,1,1', 'acctstarttime', 'bad-date'],
    ['a,alice,2024-01-01 00:00:00,soon,1,1', 'acctstoptime', 'bad-date'],
    ['a,alice,2024-01-01 00:00:00,,1.5,1', 'acctinputoctets', 'bad-number'],
    ['a,alice,2024-01-01 00:00:00,,1,9223372036854775807', 'acctoutputoctets', 'counter-too-large'],
    ['a,alice,2024-01-01 00:00:00,,1', '', 'wrong-column-count'],
    ['a,"alice,2024-01-01 00:00:00,,1,1', '', 'wrong-column-count'],
    [`a,${'x'.repeat(20_000)},2024-01-01 00:00:00,,1,1`, '', 'row-too-long'],
  ])('keeps aside %s', (row, column, reason) => {
    const { rows, letters, count } = decode(`${header}\n${row}\nb,bob,2024-01-01 00:00:00,,1,1`);
    expect({ count, rows: rows.length }).toEqual({ count: 2, rows: 1 });
    expect(letters).toMatchObject([{ line: 2, column, reason }]);
    expect(letters[0]!.given.length).toBeLessThanOrEqual(200);
  });

  it('is known by its header, which has to have what is needed', () => {
    expect(radacctLayoutIn('IdSession,IdPSX,IdSubscriber,StartSession,EndSession,Duartion,UpTx,DownTx')).toBeNull();
    expect(radacctLayoutIn('1,3,77,01-01-2024 00:00:00,,600,5,7')).toBeNull();
    expect(() => radacctLayoutIn('acctstarttime,acctinputoctets,acctoutputoctets')).toThrow(
      'The header is one of radacct and lacks username, acctstoptime, acctuniqueid or acctsessionid',
    );
  });
});
