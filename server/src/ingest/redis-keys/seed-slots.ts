/** Reads the value of a key of the seed's: the rows of an hour of one device, slot by slot. */
import { createHash } from 'node:crypto';
import type { DropReason } from '../../domain/dead-letter.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { seedHourSeconds, seedSlotSeconds, type SeedHour } from '../../seed-words.ts';

export interface SeedRow {
  /** 1-based place in the value. */
  readonly line: number;
  readonly subscriber: string;
  /** As given; may be negative. */
  readonly up: number;
  readonly down: number;
}

export interface FaultyRow {
  readonly line: number;
  readonly column: 'IdPSX' | 'IdSubscriber' | 'UpTx' | 'DownTx' | 'Start10mPeriod' | '';
  readonly reason: DropReason;
  readonly given: string;
}

export interface SeedSlot {
  /** On the clock of whoever wrote the key. */
  readonly slotStart: EpochSeconds;
  readonly rows: readonly SeedRow[];
  /** Those that can't be used and stand with this slot: beside its rows when they don't say of which they are. */
  readonly faulty: readonly FaultyRow[];
  /** Changes whenever what is told of the slot does. */
  readonly content: string;
}

/** Throws a sentence when the value is not an array, or none of its rows names a slot. */
export function seedSlotsIn(value: string, { deviceId, hourStart }: SeedHour): SeedSlot[] {
  const given = parsed(value);
  const slots = new Map<EpochSeconds, { rows: SeedRow[]; faulty: FaultyRow[] }>();
  const homeless: FaultyRow[] = [];
  let home = homeless;
  for (const [place, one] of given.entries()) {
    const fields = typeof one === 'object' && one !== null ? (one as Fields) : null;
    const slotStart = fields === null ? null : slotOf(fields['Start10mPeriod'], hourStart);
    if (slotStart !== null) {
      const slot = slots.get(slotStart) ?? { rows: [], faulty: [] };
      slots.set(slotStart, slot);
      home = slot.faulty;
    }
    const row = fields === null ? faultOf('', 'wrong-column-count', one) : readRow(fields, slotStart, deviceId);
    if ('reason' in row) home.push({ ...row, line: place + 1 });
    else slots.get(slotStart!)!.rows.push({ ...row, line: place + 1 });
  }
  const [first] = slots.values();
  if (first === undefined && given.length > 0)
    throw new Error('none of its rows has the Start10mPeriod of a slot of the hour');
  first?.faulty.unshift(...homeless);
  return [...slots].map(([slotStart, slot]) => ({ slotStart, ...slot, content: contentOf(slot.rows) }));
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(value: string): unknown[] {
  let given: unknown;
  try {
    given = JSON.parse(value);
  } catch (error) {
    throw new Error('its value is not JSON', { cause: error });
  }
  if (!Array.isArray(given)) throw new Error('its value is not an array of rows');
  return given;
}

function slotOf(period: unknown, hourStart: EpochSeconds): EpochSeconds | null {
  const slotStart = typeof period === 'number' ? period / 1000 : NaN;
  const isInHour = slotStart >= hourStart && slotStart < hourStart + seedHourSeconds;
  return isInHour && slotStart % seedSlotSeconds === 0 ? slotStart : null;
}

type Read = Omit<SeedRow, 'line'> | Omit<FaultyRow, 'line'>;

function readRow(fields: Fields, slotStart: EpochSeconds | null, deviceId: number): Read {
  const { IdPSX, IdSubscriber, UpTx, DownTx, Start10mPeriod } = fields;
  if (slotStart === null) return faultOf('Start10mPeriod', 'bad-date', Start10mPeriod);
  if (IdPSX !== deviceId) return faultOf('IdPSX', 'device-mismatch', IdPSX);
  const subscriber = typeof IdSubscriber === 'number' ? String(IdSubscriber) : IdSubscriber;
  if (typeof subscriber !== 'string' || subscriber === '' || Buffer.byteLength(subscriber) > 255)
    return faultOf('IdSubscriber', 'bad-subscriber', IdSubscriber);
  if (typeof UpTx !== 'number') return faultOf('UpTx', 'bad-number', UpTx);
  if (typeof DownTx !== 'number') return faultOf('DownTx', 'bad-number', DownTx);
  for (const [column, counter] of [
    ['UpTx', UpTx],
    ['DownTx', DownTx],
  ] as const)
    if (Math.abs(counter) > Number.MAX_SAFE_INTEGER) return faultOf(column, 'counter-too-large', counter);
  return { subscriber, up: UpTx, down: DownTx };
}

function faultOf(column: FaultyRow['column'], reason: DropReason, given: unknown): Omit<FaultyRow, 'line'> {
  return { column, reason, given: (JSON.stringify(given) ?? '').slice(0, 200) };
}

function contentOf(rows: readonly SeedRow[]): string {
  const hash = createHash('sha256');
  for (const { subscriber, up, down } of rows) hash.update(`${subscriber.length} ${subscriber} ${up} ${down}\n`);
  return hash.digest('base64');
}
