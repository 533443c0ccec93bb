import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../domain/dead-letter.ts';
import type { DeviceReading } from '../../domain/device.ts';
import { createSessionBatch } from '../../domain/session-batch.ts';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { decodeSnapshot, HeaderError } from './decode.ts';
import { RowOrder } from './row-order.ts';

const bytesDevice: DeviceReading = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '%d-%m-%Y %H:%M:%S',
  clockOffsetSeconds: 0,
};
const bitsDevice: DeviceReading = {
  ...bytesDevice,
  id: 0,
  name: '66.1',
  unit: 'bits',
  delimiter: '|',
  dateFormat: '%d/%m/%Y %H:%M:%S',
};
const header = 'IdSession,IdPSX,IdSubscriber,StartSession,EndSession,Duartion,UpTx,DownTx';
const good = '14537,3,7560,02-01-2024 22:50:32,,11368,281794167,382633143';
const goodRecord = {
  session: 14537,
  subscriber: '7560',
  startedAt: 1704235832,
  endedAt: 0,
  ageSeconds: 11368,
  up: 281794167,
  down: 382633143,
};

function decode(content: string | Uint8Array, device = bytesDevice, capacity = 4) {
  const subscribers = new SubscriberIndex();
  const records: (typeof goodRecord & { line: number })[] = [];
  const deadLetters: DeadLetter[] = [];
  const rows = decodeSnapshot(
    Buffer.from(content as Uint8Array),
    'file.csv',
    device,
    { subscribers, order: new RowOrder(), batch: createSessionBatch(capacity) },
    {
      onBatch(batch) {
        for (let i = 0; i < batch.count; i++) {
          records.push({
            session: batch.session[i]!,
            subscriber: subscribers.idOf(batch.subscriber[i]!),
            startedAt: batch.startedAt[i]!,
            endedAt: batch.endedAt[i]!,
            ageSeconds: batch.ageSeconds[i]!,
            up: batch.upCounter[i]!,
            down: batch.downCounter[i]!,
            line: batch.line[i]!,
          });
        }
      },
      onDeadLetter: (letter) => deadLetters.push(letter),
    },
  );
  return { rows, records, deadLetters, subscribers };
}

describe('decodeSnapshot', () => {
  it.each([
    ['LF', `${header}\n${good}\n`],
    ['no newline at the end', `${header}\n${good}`],
    ['CRLF', `${header}\r\n${good}\r\n`],
    ['a byte order mark', `\uFEFF${header}\n${good}\n`],
    ['quoted fields', `"${header.replaceAll(',', '","')}"\n"${good.replaceAll(',', '","')}"\n`],
    ['the right spelling of Duration', `${header.replace('Duartion', 'Duration')}\n${good}\n`],
    ['no header', `${good}\n`],
    ['spaces around fields', `${header}\n${good.replaceAll(',', ' , ')}\n`],
    ['decimals that some exports write', `${header}\n${good}.0\n`],
  ])('reads a row with %s', (_, content) => {
    const { rows, records, deadLetters } = decode(content);
    expect(deadLetters).toEqual([]);
    expect(rows).toBe(1);
    expect(records).toEqual([{ ...goodRecord, line: content.includes('Id') ? 2 : 1 }]);
  });

  it('reads the other format: pipes, slashes, an ended session', () => {
    const { records } = decode(
      '11357|0|4114|02/01/2024 10:37:10|03/01/2024 01:50:00|54770|3379394568|3540187256\n',
      bitsDevice,
    );
    expect(records).toEqual([
      {
        session: 11357,
        subscriber: '4114',
        startedAt: 1704191830,
        endedAt: 1704246600,
        ageSeconds: 54770,
        up: 3379394568,
        down: 3540187256,
        line: 1,
      },
    ]);
  });

  it.each([
    ['14537,3,7560,02-01-2024 22:50:32,,11368,281794167', '', 'wrong-column-count'],
    [`${good},9`, '', 'wrong-column-count'],
    ['"14537,3,7560', '', 'wrong-column-count'],
    ['14537,4,7560,02-01-2024 22:50:32,,11368,1,2', 'IdPSX', 'device-mismatch'],
    ['14537,3,,02-01-2024 22:50:32,,11368,1,2', 'IdSubscriber', 'bad-subscriber'],
    [`14537,3,${'9'.repeat(300)},02-01-2024 22:50:32,,11368,1,2`, 'IdSubscriber', 'bad-subscriber'],
    ['14537,3,7560,31-02-2024 22:50:32,,11368,1,2', 'StartSession', 'bad-date'],
    ['14537,3,7560,02/01/2024 22:50:32,,11368,1,2', 'StartSession', 'bad-date'],
    ['14537,3,7560,02-01-2024 22:50:32,soon,11368,1,2', 'EndSession', 'bad-date'],
    ['14537,3,7560,02-01-2024 22:50:32,,-5,1,2', 'Duartion', 'bad-number'],
    ['14537,3,7560,02-01-2024 22:50:32,,11368,1e309,2', 'UpTx', 'bad-number'],
    ['14537,3,7560,02-01-2024 22:50:32,,11368,1,NaN', 'DownTx', 'bad-number'],
    ['14537,3,7560,02-01-2024 22:50:32,,11368,1,9007199254740993', 'DownTx', 'counter-too-large'],
    ['14537,3,7560,02-01-2024 22:50:32,,11368,=cmd,2', 'UpTx', 'bad-number'],
    [`14537,3,7560,${'x'.repeat(10_000_000)}`, '', 'row-too-long'],
    ['1\u0000,3,7560,02-01-2024 22:50:32,,11368,1,\u0000', 'DownTx', 'bad-number'],
  ])('keeps the rest of the file when a row is %.60s', (bad, column, reason) => {
    const { rows, records, deadLetters } = decode(`${header}\n${good}\n${bad}\n${good}\n`);
    expect(rows).toBe(3);
    expect(records.map((record) => record.line)).toEqual([2, 4]);
    expect(deadLetters).toMatchObject([{ file: 'file.csv', line: 3, column, reason }]);
    expect(deadLetters[0]!.given.length).toBeLessThanOrEqual(200);
  });

  it('reads negative counters as they are: what they mean is not for a decoder to say', () => {
    expect(decode(`14537,3,7560,02-01-2024 22:50:32,,11368,-5,-7\n`).records).toMatchObject([{ up: -5, down: -7 }]);
  });

  it('does not make a subscriber known by a row that it can not use', () => {
    expect(decode('14537,3,7560,02-01-2024 22:50:32,,11368,x,1\n').subscribers.size).toBe(0);
  });

  it('counts lines, not rows, past blank lines', () => {
    expect(decode(`${header}\n\n\r\n${good}\n\n`)).toMatchObject({ rows: 1, records: [{ line: 4 }] });
  });

  it('gives ids that are not short numbers the same number every time, and different ones different numbers', () => {
    const rowOf = (id: string) => good.replace('14537', id);
    const { records } = decode(
      [header, rowOf('a1b2'), rowOf('a1b3'), rowOf('a1b2'), rowOf('12345678901234567890')].join('\n'),
    );
    expect(records[0]!.session).toBe(records[2]!.session);
    expect(new Set(records.map((record) => record.session)).size).toBe(3);
  });

  it('reads nothing from a file whose first line is not a header, and says what was expected', () => {
    expect(() => decode('<html>\n')).toThrow(HeaderError);
    expect(() => decode('Id,Name\n1,2\n')).toThrow(
      `The first line has 2 columns by the delimiter "," and is neither a header nor a row, expected the header "${header}"`,
    );
    expect(() => decode(Buffer.from(header, 'utf16le'))).toThrow(HeaderError);
  });

  it('repeats nothing of a first line that it can not read: it may be about a subscriber', () => {
    const quoted = `"${good.replaceAll(',', '","')}"`;
    for (const content of [quoted, quoted.replaceAll(',', '|'), 'subscriber 7560'])
      expect(() => decode(content)).toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/7560|281794167/) }) as Error,
      );
  });

  it('reads on past blank lines before the header, and counts them as lines', () => {
    const { rows, records } = decode(`\uFEFF\n\r\n${header}\n\n${good}\n`);
    expect(rows).toBe(1);
    expect(records).toEqual([{ ...goodRecord, line: 5 }]);
    expect(decode('\n\n')).toMatchObject({ rows: 0, records: [], deadLetters: [] });
  });

  it('finds nothing in an empty file', () => {
    expect(decode('')).toMatchObject({ rows: 0, records: [], deadLetters: [] });
    expect(decode(`${header}\n`)).toMatchObject({ rows: 0, records: [], deadLetters: [] });
  });

  it('crashes on no input: every row of garbage is a record or a dead letter', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (garbage, pipes) => {
        const content = Buffer.concat([Buffer.from(`${good.replaceAll(',', pipes ? '|' : ',')}\n`), garbage]);
        const { rows, records, deadLetters } = decode(content);
        expect(records.length + deadLetters.length).toBe(rows);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('never loses a good row among mutated ones', () => {
    const mutated = fc
      .tuple(
        fc.nat(good.length - 1),
        fc.constantFrom('\0', '"', ',', '-', '\r', 'é', ' ', '\t', ';', '9'.repeat(20), ''),
      )
      .map(([at, insert]) => good.slice(0, at) + insert + good.slice(at + 1));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(good), mutated), { maxLength: 30 }), (lines) => {
        const { records, deadLetters } = decode(`${header}\n${lines.join('\n')}\n`);
        const goodLines = lines.flatMap((line, i) => (line === good ? [i + 2] : []));
        const read = new Map(records.map((record) => [record.line, record]));
        for (const line of goodLines) expect(read.get(line)).toEqual({ ...goodRecord, line });
        expect(records.length + deadLetters.length).toBe(lines.length);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
