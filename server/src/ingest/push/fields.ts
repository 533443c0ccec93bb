/** The fields of a pushed row: one table says how each is read, and the description of the API is made from it. */
import * as v from 'valibot';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { formatDateTime, parseDateTime } from '../../graphql/scalars.ts';
import { RowRefused, type VerdictReason } from './verdict.ts';

export interface Field<Value> {
  /** Reads what JSON or CSV gave; undefined stands for a field that is not there. */
  readonly schema: v.GenericSchema<unknown, Value>;
  /** Why a row is refused whose field can't be read. */
  readonly reason: VerdictReason;
  /** Form and unit, as a verdict says what was expected. */
  readonly expected: string;
  readonly description: string;
}

export type FieldTable = Readonly<Record<string, Field<unknown>>>;
export type FieldValues<Table extends FieldTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Field<infer Value> ? Value : never;
};
export type GivenFields = Readonly<Record<string, unknown>>;

const newestMoment = 0xffff_ffff;
const mostTextBytes = 255;

/** An identity as the ISP writes it; whole numbers are taken as their digits. */
export const identity = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.check(isWhole), v.transform(String))]),
  v.trim(),
  v.check((text) => text !== '' && text.isWellFormed() && Buffer.byteLength(text) <= mostTextBytes),
);
export const expectedIdentity = `text of 1 to ${mostTextBytes} bytes`;

/** A number, or its digits as text: JSON alone would lose what a double can't hold. */
const numeric = v.union([
  v.number(),
  v.pipe(
    v.string(),
    v.check((text) => /^[+-]?\d{1,20}(?:\.\d{1,20})?$/.test(text)),
    v.transform(Number),
  ),
]);

export const whole = (most: number) =>
  v.pipe(
    numeric,
    v.check((value) => isWhole(value) && value <= most),
  );

/** As a device counts: may have decimals, and be below 0 where devices do that. */
export const counter = v.pipe(
  numeric,
  v.check((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER),
);

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

export const expectedMoment = 'RFC 3339 with an offset, such as "2026-01-01T00:10:00Z", or epoch seconds';

/** Read as epoch seconds. */
export const momentText = v.pipe(
  v.string(),
  v.check((text) => isMoment(momentIn(text)), `expected ${expectedMoment}`),
  v.transform(momentIn),
);
export const moment = v.union([momentText, v.pipe(v.number(), v.check(isMoment))]);

function isMoment(value: number): boolean {
  return isWhole(value) && value <= newestMoment;
}

function momentIn(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  try {
    return parseDateTime(text);
  } catch {
    return NaN;
  }
}

/** As a verdict shows a moment. */
export const utc = (epochSeconds: EpochSeconds): string => formatDateTime(epochSeconds);

/** Throws `RowRefused` with the first field that can't be read. A field that the table does not have is one: it may be a typo. */
export function readFields<Table extends FieldTable>(table: Table, given: GivenFields): FieldValues<Table> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(table, name))
      throw new RowRefused('', 'unknown-field', name, `only the fields ${Object.keys(table).join(', ')}`);
  }
  const values: Record<string, unknown> = {};
  for (const [name, { schema, reason, expected }] of Object.entries(table)) {
    const value = given[name] ?? undefined;
    const result = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
    if (!result.success) throw new RowRefused(name, value === undefined ? 'missing-field' : reason, value, expected);
    values[name] = result.output;
  }
  return values as FieldValues<Table>;
}
