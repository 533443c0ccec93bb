/**
 * Reads well-formed rows straight from the bytes of a snapshot. It knows only the plain form of a row; whatever
 * deviates (a sign, a quote, a missing column) makes `scanRow` give false, and `irregular-row.ts` looks at it
 * at leisure. So the common row costs no string, and there is one place that says what is wrong with the others.
 */
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberIndex } from '../../domain/subscriber-index.ts';
import type { DateLayout } from './date-layout.ts';
import { readDate } from './date-layout.ts';
import type { RowOrder } from './row-order.ts';

const newline = 10;
const carriageReturn = 13;
/** Longest run of digits that a double holds exactly. */
const maxExactDigits = 15;

export interface RowFormat {
  /** Byte code of the delimiter. */
  readonly delimiter: number;
  readonly date: DateLayout;
  /** Id of the device; a row of another device is not a plain row. */
  readonly deviceId: number;
}

export class RowScanner {
  /** Where the next row begins; after `scanRow` gave true, where the row after it begins. */
  at = 0;
  readonly #source: Uint8Array;
  readonly #format: RowFormat;
  readonly #subscribers: SubscriberIndex;
  readonly #order: RowOrder;
  /** Set by a field reader that met something unexpected. */
  #irregular = false;

  constructor(source: Uint8Array, format: RowFormat, subscribers: SubscriberIndex, order: RowOrder) {
    this.#source = source;
    this.#format = format;
    this.#subscribers = subscribers;
    this.#order = order;
  }

  /** Appends the row at `at` to the batch, or gives false and leaves batch and `at` as they were. */
  scanRow(batch: SessionBatch): boolean {
    const start = this.at;
    const row = batch.count;
    this.#irregular = false;
    const session = this.#number();
    const device = this.#number();
    const subscriberFrom = this.at;
    const subscriberTo = this.#field();
    const startedAt = this.#date();
    const endedAt = this.#source[this.at] === this.#format.delimiter ? this.#emptyDate() : this.#date();
    const ageSeconds = this.#number();
    const upCounter = this.#number();
    const downCounter = this.#lastNumber();
    if (this.#irregular || device !== this.#format.deviceId || ageSeconds > 0xffff_ffff) {
      this.at = start;
      return false;
    }
    batch.session[row] = session;
    batch.subscriber[row] = this.#order.next(this.#subscribers, this.#source, subscriberFrom, subscriberTo);
    batch.startedAt[row] = startedAt;
    batch.endedAt[row] = endedAt;
    batch.ageSeconds[row] = ageSeconds;
    batch.upCounter[row] = upCounter;
    batch.downCounter[row] = downCounter;
    batch.count = row + 1;
    return true;
  }

  /** Digits up to the delimiter, which is passed. */
  #number(): number {
    const value = this.#digits();
    if (this.#source[this.at] !== this.#format.delimiter) this.#irregular = true;
    this.at++;
    return value;
  }

  #lastNumber(): number {
    const value = this.#digits();
    if (this.#source[this.at] === carriageReturn) this.at++;
    if (this.at < this.#source.length && this.#source[this.at] !== newline) this.#irregular = true;
    this.at++;
    return value;
  }

  #digits(): number {
    const source = this.#source;
    const from = this.at;
    let at = from;
    let value = 0;
    for (;;) {
      const digit = source[at]! - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      at++;
    }
    if (at === from || at - from > maxExactDigits) this.#irregular = true;
    this.at = at;
    return value;
  }

  /** Passes letters, digits and the like up to the delimiter; gives where the field ends. */
  #field(): number {
    const source = this.#source;
    const delimiter = this.#format.delimiter;
    let at = this.at;
    // A space, a quote or anything below it is not plain; neither is the end of the row.
    while (source[at] !== delimiter && source[at]! > 34) at++;
    if (source[at] !== delimiter || at === this.at || at - this.at > 255) this.#irregular = true;
    this.at = at + 1;
    return at;
  }

  #date(): number {
    const { date, delimiter } = this.#format;
    const value = readDate(this.#source, this.at, date);
    this.at += date.length;
    if (value < 0 || this.#source[this.at] !== delimiter) this.#irregular = true;
    this.at++;
    return value;
  }

  #emptyDate(): number {
    this.at++;
    return 0;
  }
}
