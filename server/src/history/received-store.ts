/** Received records in their table. */
import type { Engine } from './engine.ts';
import {
  mostReceivedAtOnce,
  type ReceivedForm,
  type ReceivedHistory,
  type ReceivedRecord,
  type ReceivedReport,
} from './received.ts';
import { RowBinaryReader } from './row-binary-reader.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';
import { received } from './tables.ts';

/** Two texts of at most 255 bytes, a form, and the numbers. */
const mostRowBytes = 2 * 257 + 16 + 44;

export class ReceivedStore implements ReceivedHistory {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async keepReceived(records: readonly ReceivedRecord[]): Promise<void> {
    if (records.length > mostReceivedAtOnce)
      throw new RangeError(`${records.length} records are given at once, expected at most ${mostReceivedAtOnce}`);
    if (records.length === 0) return;
    const rows = new RowBinaryWriter(records.length * mostRowBytes);
    for (const record of records) write(record, rows);
    await this.#engine.insertRows(received, rows.bytes);
  }

  async receivedReports(): Promise<ReceivedReport[]> {
    return this.#engine.select<ReceivedReport>(
      `SELECT DISTINCT device, toUnixTimestamp(snapshot_at) AS snapshotAt, form
FROM received ORDER BY snapshotAt, device, form`,
    );
  }

  async receivedRecords({ device, snapshotAt, form }: ReceivedReport): Promise<ReceivedRecord[]> {
    const columns = 'subscriber, session, started_at, ended_at, age_seconds, up, down, estimated';
    const bytes = await this.#engine.selectBytes(
      `SELECT ${columns} FROM received FINAL WHERE device = {device:String} AND snapshot_at = toDateTime({at:UInt32}, 'UTC')
  AND form = {form:String} ORDER BY subscriber, session, started_at`,
      { device, at: snapshotAt, form },
    );
    const reader = new RowBinaryReader(bytes);
    const records: ReceivedRecord[] = [];
    while (!reader.atEnd) records.push(read(reader, { device, snapshotAt, form }));
    return records;
  }

  async keptWithAnother(records: readonly ReceivedRecord[]): Promise<ReadonlySet<number>> {
    const first = records[0];
    if (first === undefined) return new Set();
    const rows = await this.#engine.select<Identity & { reports: number[] }>(
      `SELECT subscriber, session, toUnixTimestamp(started_at) AS startedAt,
  groupUniqArray(toUnixTimestamp(snapshot_at)) AS reports FROM received
WHERE device = {device:String} AND form = {form:String} AND snapshot_at > toDateTime({from:UInt32}, 'UTC')
  AND subscriber IN {subscribers:Array(String)}
GROUP BY subscriber, session, startedAt`,
      {
        device: first.device,
        form: first.form,
        from: records.reduce((least, { startedAt }) => Math.min(least, startedAt), Infinity),
        subscribers: [...new Set(records.map(({ subscriber }) => subscriber))],
      },
    );
    const reportsOf = new Map(rows.map((row) => [identityOf(row), row.reports]));
    const isElsewhere = (record: ReceivedRecord): boolean =>
      reportsOf.get(identityOf(record))?.some((snapshotAt) => snapshotAt !== record.snapshotAt) ?? false;
    return new Set(records.flatMap((record, place) => (isElsewhere(record) ? place : [])));
  }
}

type Identity = Pick<ReceivedRecord, 'subscriber' | 'session' | 'startedAt'>;

const identityOf = ({ subscriber, session, startedAt }: Identity): string => `${session} ${startedAt} ${subscriber}`;

function write(record: ReceivedRecord, rows: RowBinaryWriter): void {
  rows.string(record.device);
  rows.uint32(record.snapshotAt);
  rows.string(record.form);
  rows.string(record.subscriber);
  rows.float64(record.session);
  rows.uint32(record.startedAt);
  rows.uint32(record.endedAt);
  rows.uint32(record.ageSeconds);
  rows.float64(record.up);
  rows.float64(record.down);
  rows.uint8(record.estimated === true ? 1 : 0);
}

function read(
  rows: RowBinaryReader,
  report: { device: string; snapshotAt: number; form: ReceivedForm },
): ReceivedRecord {
  return {
    ...report,
    subscriber: rows.string(),
    session: rows.float64(),
    startedAt: rows.uint32(),
    endedAt: rows.uint32(),
    ageSeconds: rows.uint32(),
    up: rows.float64(),
    down: rows.float64(),
    ...(rows.uint8() === 1 && { estimated: true }),
  };
}
