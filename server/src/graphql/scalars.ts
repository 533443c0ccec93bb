/** How two scalars look on the wire: DateTime as RFC 3339 in UTC, ByteCount always as a decimal string. */
import { Kind, print, type ASTNode, type ValueNode } from 'graphql';
import type { EpochSeconds } from '../domain/traffic.ts';
import { clientError } from './errors.ts';

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
/** The newest time that history can hold (32-bit seconds, to the end of the last full year). */
const newest = Date.UTC(2105, 11, 31, 23, 59, 59) / 1000;

const refused = (given: unknown, expected: string, node?: ASTNode, scalar: 'DateTime' | 'ByteCount' = 'DateTime') =>
  clientError('BAD_USER_INPUT', `${JSON.stringify(given)} is not a ${scalar}: ${expected}`, node);

/**
 * Seconds since 1970 of an RFC 3339 text; a fraction of a second is cut off.
 * Throws for anything else, a day that does not exist and a time without an offset included.
 */
export function parseDateTime(given: unknown, node?: ASTNode): EpochSeconds {
  const match = typeof given === 'string' ? rfc3339.exec(given) : null;
  if (!match) throw refused(given, 'expected RFC 3339 with an offset, such as "2024-01-01T00:10:00Z"', node);
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date rolls over (31 February becomes 2 March), so a field that came back different was out of range.
  const exists = local.getUTCMonth() === month - 1 && local.getUTCDate() === day && local.getUTCHours() === hour;
  if (!exists || minute > 59 || second > 59 || part(8) > 23 || part(9) > 59) {
    throw refused(given, 'there is no such day or time', node);
  }
  const offsetSeconds = (match[7] === '-' ? -1 : 1) * (part(8) * 3600 + part(9) * 60);
  const epochSeconds = local.getTime() / 1000 - offsetSeconds;
  if (epochSeconds < 0 || epochSeconds > newest) throw refused(given, 'the years 1970 to 2105 are supported', node);
  return epochSeconds;
}

/** As `parseDateTime`, for a value written in the document itself; the error points at it. */
export function parseDateTimeLiteral(node: ValueNode): EpochSeconds {
  return parseDateTime(node.kind === Kind.STRING ? node.value : print(node), node);
}

const secondsPerDay = 86_400;
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
/** A series has thousands of moments and few days: the day written last, and how it is written. */
let day = 0;
let dayText = '1970-01-01T';

/** "2024-01-01T00:10:00Z". Throws for what is no number. */
export function formatDateTime(epochSeconds: EpochSeconds): string {
  const wanted = Math.floor(epochSeconds / secondsPerDay);
  if (wanted !== day) {
    dayText = new Date(wanted * secondsPerDay * 1000).toISOString().slice(0, 11);
    day = wanted;
  }
  const second = Math.floor(epochSeconds) - wanted * secondsPerDay;
  const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${dayText}${twoDigits[hours]}:${twoDigits[minutes]}:${twoDigits[second % 60]}Z`;
}

/** "1234567890": whole bytes in decimal digits, never a number and never an exponent. */
export function formatByteCount(byteCount: number): string {
  return BigInt(Math.round(byteCount)).toString();
}

/** Whole bytes of a text of decimal digits. Throws for anything else, a number included, and beyond what a number holds exactly. */
export function parseByteCount(given: unknown, node?: ASTNode): number {
  const byteCount = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : NaN;
  if (Number.isSafeInteger(byteCount)) return byteCount;
  const expected = `expected a string of decimal digits, such as "5000000000", at most ${Number.MAX_SAFE_INTEGER}`;
  throw refused(given, expected, node, 'ByteCount');
}

/** As `parseByteCount`, for a value written in the document itself; the error points at it. */
export function parseByteCountLiteral(node: ValueNode): number {
  return parseByteCount(node.kind === Kind.INT ? Number(node.value) : 'value' in node ? node.value : print(node), node);
}
