/** Dates of a fixed layout such as "%d/%m/%Y %H:%M:%S", read from bytes without making a string. */
import type { EpochSeconds } from '../../domain/traffic.ts';

/** Where each part of a date stands, as compiled from a `DateFormat` of the device table. */
export interface DateLayout {
  /** Length of every date in this layout, bytes. */
  readonly length: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Positions and byte codes of the characters between the parts, in pairs. */
  readonly literals: Uint8Array;
}

const parts = {
  Y: ['year', 4],
  m: ['month', 2],
  d: ['day', 2],
  H: ['hour', 2],
  M: ['minute', 2],
  S: ['second', 2],
} as const;

/** Compiles a strptime format of %Y %m %d %H %M %S and literal ASCII; throws naming what it can't read. */
export function compileDateLayout(format: string): DateLayout {
  const position: Record<string, number> = {};
  const literals: number[] = [];
  let length = 0;
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') {
      literals.push(length++, format.charCodeAt(i));
      continue;
    }
    const part = parts[format[++i] as keyof typeof parts];
    if (part === undefined)
      throw new Error(`"%${format[i] ?? ''}" of the date format "${format}" is not one of %Y %m %d %H %M %S`);
    position[part[0]] = length;
    length += part[1];
  }
  for (const [name] of Object.values(parts)) {
    if (position[name] === undefined) throw new Error(`The date format "${format}" has no ${name}`);
  }
  return { length, literals: Uint8Array.from(literals), ...(position as Omit<DateLayout, 'length' | 'literals'>) };
}

/**
 * The date that begins at `at`, as epoch seconds of the clock as it stands; -1 when the bytes are not a date of
 * this layout that exists (31 February does not).
 */
export function readDate(source: Uint8Array, at: number, layout: DateLayout): EpochSeconds {
  const { literals } = layout;
  for (let i = 0; i < literals.length; i += 2) if (source[at + literals[i]!] !== literals[i + 1]) return -1;
  const year = twoDigits(source, at + layout.year) * 100 + twoDigits(source, at + layout.year + 2);
  const month = twoDigits(source, at + layout.month);
  const day = twoDigits(source, at + layout.day);
  const hour = twoDigits(source, at + layout.hour);
  const minute = twoDigits(source, at + layout.minute);
  const second = twoDigits(source, at + layout.second);
  if (!(year >= 1970 && year < 2106 && hour < 24 && minute < 60 && second < 60 && dayExists(year, month, day)))
    return -1;
  return daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** NaN when one of the two bytes is not a digit, so that every comparison with it fails. */
function twoDigits(source: Uint8Array, at: number): number {
  const tens = source[at]! - 48;
  const ones = source[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

const daysInMonth = Uint8Array.of(0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

function dayExists(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth[month]!)) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

/** Days of the Gregorian calendar, years counted from March so that the leap day comes last (Hinnant, days_from_civil). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const fromMarch = month > 2 ? year : year - 1;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = ((153 * monthFromMarch + 2) / 5) | 0;
  const leapDays = ((fromMarch / 4) | 0) - ((fromMarch / 100) | 0) + ((fromMarch / 400) | 0);
  return fromMarch * 365 + leapDays + dayOfYear + day - 1 - 719_468;
}
