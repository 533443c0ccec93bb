/** Reads the rows that are not plain (signs, quotes, spaces, decimals) and says what is wrong with those that can't be read. */
import type { DropReason } from '../../domain/dead-letter.ts';
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import { cellsOf } from '../csv-line.ts';
import { sessionNumber } from '../session-number.ts';
import type { DateLayout } from './date-layout.ts';
import { readDate } from './date-layout.ts';

/** The columns in their order; the misspelling is the devices' own. */
export const columns = [
  'IdSession',
  'IdPSX',
  'IdSubscriber',
  'StartSession',
  'EndSession',
  'Duartion',
  'UpTx',
  'DownTx',
] as const;
export type Column = (typeof columns)[number];

/** What keeps a row from being used. `column` is '' when the row as a whole is at fault. */
export class RowFault<Name extends string = Column> extends Error {
  readonly column: Name | '';
  readonly reason: DropReason;
  readonly given: string;
  constructor(column: Name | '', reason: DropReason, given: string) {
    super(`${column === '' ? 'The row' : column} "${given}": ${reason}`);
    this.column = column;
    this.reason = reason;
    this.given = given;
  }
}

/** Appends the row to the batch or throws a `RowFault`. */
export function readIrregularRow(
  text: string,
  device: DeviceReading,
  date: DateLayout,
  subscribers: SubscriberDirectory,
  batch: SessionBatch,
): void {
  const fields = splitRow(text, device.delimiter);
  const [session, psx, subscriber, start, end, age, up, down] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if (wholeNumber('IdPSX', psx) !== device.id) throw new RowFault('IdPSX', 'device-mismatch', psx);
  if (subscriber === '' || Buffer.byteLength(subscriber) > 255)
    throw new RowFault('IdSubscriber', 'bad-subscriber', subscriber);
  if (session === '') throw new RowFault('IdSession', 'bad-number', session);
  const row = batch.count;
  batch.session[row] = sessionNumber(session);
  batch.startedAt[row] = dateIn('StartSession', start, date);
  batch.endedAt[row] = end === '' ? 0 : dateIn('EndSession', end, date);
  batch.ageSeconds[row] = wholeNumber('Duartion', age);
  batch.upCounter[row] = counter('UpTx', up);
  batch.downCounter[row] = counter('DownTx', down);
  // Last, so that a row that can't be used does not make a subscriber known.
  batch.subscriber[row] = subscribers.indexOf(subscriber);
  batch.count = row + 1;
}

function splitRow(text: string, delimiter: string): string[] {
  const fields = cellsOf(text, delimiter);
  if (fields?.length !== columns.length) throw new RowFault('', 'wrong-column-count', text);
  return fields;
}

function dateIn(column: Column, given: string, layout: DateLayout): number {
  const bytes = Buffer.from(given);
  const value = bytes.length === layout.length ? readDate(bytes, 0, layout) : -1;
  if (value < 0) throw new RowFault(column, 'bad-date', given);
  return value;
}

function wholeNumber(column: Column, given: string): number {
  const value = /^\d{1,10}$/.test(given) ? Number(given) : NaN;
  if (!(value <= 0xffff_ffff)) throw new RowFault(column, 'bad-number', given);
  return value;
}

/** Negative ones are read as they are: what they mean is for `normalise.ts` to say. */
function counter(column: Column, given: string): number {
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(given)) throw new RowFault(column, 'bad-number', given);
  const value = Number(given);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new RowFault(column, 'counter-too-large', given);
  return value;
}
