/** One row of a dump of `radacct`: a session with its newest counters. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { compileDateLayout, readDate } from '../snapshot/date-layout.ts';
import { RowFault } from '../snapshot/irregular-row.ts';
import type { RadacctColumn, RadacctLayout } from './radacct-layout.ts';

export interface RadacctRow {
  readonly session: string;
  readonly subscriber: string;
  /** By the clock of the device. */
  readonly startedAt: EpochSeconds;
  /** When the counters were taken, where the row says so: at the end of the session, or by its newest update. */
  readonly takenAt: EpochSeconds | null;
  /** What the subscriber sent is what came in at the NAS. */
  readonly upBytes: number;
  readonly downBytes: number;
}

/** What keeps a row from being used. */
export class RadacctFault extends RowFault<RadacctColumn> {}

/** `clockOffsetSeconds` is how far the device's clock, which times without a zone are of, runs ahead. Throws `RadacctFault`. */
export function radacctRow(cells: readonly string[], { place }: RadacctLayout, clockOffsetSeconds: number): RadacctRow {
  const cell = (name: RadacctColumn): string => cells[place.get(name) ?? -1] ?? '';
  const time = (name: RadacctColumn): EpochSeconds | null => timeIn(name, cell(name), clockOffsetSeconds);
  const subscriber = cell('username');
  if (isNull(subscriber) || Buffer.byteLength(subscriber) > 255)
    throw new RadacctFault('username', 'bad-subscriber', subscriber);
  const sessionColumn = place.has('acctuniqueid') ? 'acctuniqueid' : 'acctsessionid';
  const session = cell(sessionColumn);
  if (isNull(session)) throw new RadacctFault(sessionColumn, 'bad-number', session);
  const startedAt = time('acctstarttime');
  if (startedAt === null) throw new RadacctFault('acctstarttime', 'bad-date', cell('acctstarttime'));
  return {
    session,
    subscriber,
    startedAt,
    takenAt: time('acctstoptime') ?? time('acctupdatetime'),
    upBytes: octetsIn('acctinputoctets', cell('acctinputoctets')),
    downBytes: octetsIn('acctoutputoctets', cell('acctoutputoctets')),
  };
}

/** As `psql` (nothing), `mysql --batch` (NULL) and INTO OUTFILE (\N) write it. */
const isNull = (cell: string): boolean => cell === '' || cell === 'NULL' || cell === '\\N';

const layout = compileDateLayout('%Y-%m-%d %H:%M:%S');
const timeForm = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:(Z)|([+-])(\d{2}):?(\d{2})?)?$/;
/** What MySQL of old has for no time. */
const noTime = /^0000-00-00/;

/** A time with a zone is brought to the device's clock, as all others are. */
function timeIn(column: RadacctColumn, given: string, clockOffsetSeconds: number): EpochSeconds | null {
  if (isNull(given) || noTime.test(given)) return null;
  const [, day, clock, utc, sign, hours = '0', minutes = '0'] = timeForm.exec(given) ?? [];
  const local = day === undefined ? -1 : readDate(Buffer.from(`${day} ${clock}`), 0, layout);
  if (local < 0) throw new RadacctFault(column, 'bad-date', given);
  if (utc === undefined && sign === undefined) return local;
  const zoneSeconds = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
  return local - zoneSeconds + clockOffsetSeconds;
}

/** The columns hold the gigawords too. Of a session that just began they may be NULL. */
function octetsIn(column: RadacctColumn, given: string): number {
  if (isNull(given)) return 0;
  if (!/^-?\d+$/.test(given)) throw new RadacctFault(column, 'bad-number', given);
  const octets = Number(given);
  if (Math.abs(octets) > Number.MAX_SAFE_INTEGER) throw new RadacctFault(column, 'counter-too-large', given);
  return octets;
}
