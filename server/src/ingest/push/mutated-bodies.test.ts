import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../test/random.ts';
import type { DeviceReading } from '../../domain/device.ts';
import type { ReceivedRecord } from '../../history/received.ts';
import { BodyFault, pushedMediaTypes, type PushedMediaType } from './given-rows.ts';
import type { ReadRows } from './read-rows.ts';
import { readSamples } from './read-samples.ts';
import { readSessions } from './read-sessions.ts';
import { verdictReasons } from './verdict.ts';

const slotSeconds = 600;
const slotStart = Date.UTC(2027, 0, 1, 12) / 1000;
const snapshotAt = slotStart + slotSeconds;
const device: DeviceReading = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '%d-%m-%Y %H:%M:%S',
  clockOffsetSeconds: 3600,
};
const rules = { slotSeconds, deviceNames: new Set(['62.0']), earliestSlot: slotStart - 1200, latestEnd: snapshotAt };

const samples = [1, 2, 3].map((n) => ({
  device: '62.0',
  subscriber: `é${n}`,
  slotStart: n === 2 ? slotStart : '2027-01-01T12:00:00Z',
  upBytes: n * 1000,
  downBytes: String(n),
  ...(n === 3 && { seconds: 300, session: 'a"b' }),
}));
const sessions = [1, 2].map((n) => ({
  session: n,
  subscriber: String(n),
  startedAt: slotStart - n,
  endedAt: n === 1 ? null : slotStart + 5,
  durationSeconds: 600,
  up: 1.5,
  down: '80',
}));
const line = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
const bodies: Readonly<Record<'samples' | 'sessions', Readonly<Record<PushedMediaType, string>>>> = {
  samples: {
    'application/json': JSON.stringify(samples),
    'application/x-ndjson': line(samples),
    'text/csv':
      'device,subscriber,slotStart,upBytes,downBytes,session\n62.0,7,2027-01-01T12:00:00Z,5,6,"a ""b"""\n62.0,8,1798804800,5,6,\n',
  },
  sessions: {
    'application/json': JSON.stringify(sessions),
    'application/x-ndjson': line(sessions),
    'text/csv':
      'IdSession,IdPSX,IdSubscriber,StartSession,EndSession,Duartion,UpTx,DownTx\n15,3,7560,01-01-2027 12:30:00,,2400,80,90\n"a",3,"x",01-01-2027 12:30:00,01-01-2027 13:05:00,2100,+8.5,9\n',
  },
};

/** What parsers trip over. */
const pieces = [
  ['null', '-0', '1e999', '-1', '9007199254740993', '1798804800', '0x1', 'NaN', 'true', '"__proto__":1', '{}', '[]'],
  ['"', '""', '\\', '\\ud800', '\\u0000', ',', '\n', '\r\n', '\uFEFF', ':', '{', '}', '[', ']', ' ', '\u0000', 'é'],
  ['"device":"62.0"', '2027-02-30T00:00:00Z', '01-01-1970 00:00:00', '4294967296', 'session', 'toString'],
].flat();

/** One to six changes of bytes: some replaced, removed, doubled, or cut off, pieces put in between. */
function mutated(text: string, random: Random): Buffer {
  let body = Buffer.from(text);
  for (let changes = 1 + random.below(6); changes > 0; changes--) {
    const at = random.below(body.length + 1);
    const to = Math.min(body.length, at + 1 + random.below(12));
    const between = random.pick([
      Buffer.of(random.below(256)),
      Buffer.from(random.pick(pieces)),
      Buffer.alloc(0),
      Buffer.concat([body.subarray(at, to), body.subarray(at, to)]),
    ]);
    body = Buffer.concat([
      body.subarray(0, at),
      between,
      random.next() < 0.05 ? Buffer.alloc(0) : body.subarray(random.pick([at, to])),
    ]);
  }
  return body;
}

/** As history can hold it, and as the pipeline expects it. */
function isSound(record: ReceivedRecord): boolean {
  const { subscriber, session, startedAt, endedAt, ageSeconds, up, down } = record;
  const bytes = Buffer.byteLength(subscriber);
  const seconds = [record.snapshotAt, startedAt, endedAt, ageSeconds];
  return (
    record.device === '62.0' &&
    bytes >= 1 &&
    bytes <= 255 &&
    Number.isSafeInteger(session) &&
    session >= 0 &&
    seconds.every((value) => Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) &&
    [up, down].every((value) => value >= 0 && value <= Number.MAX_SAFE_INTEGER) &&
    (record.form === 'session' || (startedAt % slotSeconds === 0 && endedAt === record.snapshotAt && up % 1 === 0))
  );
}

/** Each row is a sound record or has a verdict, and none is both. */
function isWhole({ records, rows, verdicts }: ReadRows): boolean {
  const places = new Set([...rows, ...verdicts.first.map(({ row }) => row)]);
  return (
    records.every(isSound) &&
    verdicts.first.every(({ row, reason }) => row > 0 && verdictReasons.includes(reason)) &&
    rows.length === records.length &&
    places.size === records.length + verdicts.count
  );
}

describe('bodies with a few bytes changed', () => {
  it('are read or refused, never a fault of ours, and each row that is kept is sound (10,000 bodies)', async () => {
    const random = seededRandom(21);
    const unsound: unknown[] = [];
    const seen = { kept: 0, refused: 0, bodiesRefused: 0 };
    for (let n = 0; n < 10_000; n++) {
      const scope = random.pick(['samples', 'sessions'] as const);
      const mediaType = random.pick(pushedMediaTypes);
      const body = mutated(bodies[scope][mediaType], random);
      const reading: Promise<ReadRows> =
        scope === 'samples'
          ? readSamples(body, mediaType, rules)
          : readSessions(body, mediaType, { device, snapshotAt }, rules);
      const read = await reading.catch((error: unknown) => {
        if (error instanceof BodyFault) return null;
        throw new Error(`${mediaType} of ${scope}: ${JSON.stringify(body.toString('latin1'))}`, { cause: error });
      });
      if (read === null) {
        seen.bodiesRefused++;
        continue;
      }
      seen.kept += read.records.length;
      seen.refused += read.verdicts.count;
      if (!isWhole(read)) unsound.push({ scope, mediaType, body: body.toString('latin1'), read });
    }
    expect(unsound).toEqual([]);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(2000);
  });
});
