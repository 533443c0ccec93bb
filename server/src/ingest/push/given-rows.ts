/** The rows of a body as they are given: the members of a JSON list, or the lines of NDJSON or CSV. */
import { cellsOf } from '../csv-line.ts';
import type { GivenFields } from './fields.ts';
import { RowRefused } from './verdict.ts';

export const pushedMediaTypes = ['application/json', 'application/x-ndjson', 'text/csv'] as const;
export type PushedMediaType = (typeof pushedMediaTypes)[number];

export interface GivenRow {
  /** From 1: place in the list, or line of the body. */
  readonly row: number;
  /** Throws `RowRefused` when the row can't be read at all. */
  readonly fields: () => GivenFields;
}

/** The body as a whole can't be read; the message is for whoever sent it. */
export class BodyFault extends Error {}

/** `columns` are those that CSV may have. Throws `BodyFault`. */
export function givenRows(
  body: Uint8Array,
  mediaType: PushedMediaType,
  columns: readonly string[],
): Iterable<GivenRow> {
  const text = textOf(body);
  switch (mediaType) {
    case 'application/json':
      return membersOf(text);
    case 'application/x-ndjson':
      return linesOf(text).map(({ row, line }) => ({ row, fields: () => objectIn(line) }));
    case 'text/csv':
      return csvRows(linesOf(text), columns);
  }
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new BodyFault('The body is not UTF-8');
  }
}

function* linesOf(text: string): Generator<{ readonly row: number; readonly line: string }, undefined> {
  let row = 1;
  for (let from = 0; from < text.length; row++) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end).trim();
    if (line !== '') yield { row, line };
    from = end < 0 ? text.length : end + 1;
  }
}

function* membersOf(text: string): Generator<GivenRow, undefined> {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new BodyFault(`The body is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(list)) throw new BodyFault('The body is JSON but not a list of rows; expected [{…}, …]');
  for (const [place, member] of list.entries()) yield { row: place + 1, fields: () => fieldsOf(member) };
}

function objectIn(line: string): GivenFields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RowRefused('', 'unreadable-row', line, 'a JSON object on a line of its own');
  }
  return fieldsOf(value);
}

function fieldsOf(value: unknown): GivenFields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as GivenFields;
  throw new RowRefused('', 'unreadable-row', value, 'a JSON object');
}

function* csvRows(
  lines: Generator<{ readonly row: number; readonly line: string }, undefined>,
  columns: readonly string[],
): Generator<GivenRow, undefined> {
  const first = lines.next().value;
  if (first === undefined) return;
  const header = headerIn(first.line, columns);
  for (const { row, line } of lines) yield { row, fields: () => cellsIn(line, header) };
}

function headerIn(line: string, columns: readonly string[]): readonly string[] {
  const names = cellsOf(line, ',');
  const isHeader = names?.every((name, at) => columns.includes(name) && names.indexOf(name) === at) ?? false;
  if (names !== null && isHeader) return names;
  throw new BodyFault(`The first line is not the header; expected the names of columns: ${columns.join(',')}`);
}

/** An empty cell is a field that is not there. */
function cellsIn(line: string, header: readonly string[]): GivenFields {
  const cells = cellsOf(line, ',');
  if (cells === null) throw new RowRefused('', 'unreadable-row', line, 'quotes that close on the same line');
  if (cells.length !== header.length)
    throw new RowRefused('', 'wrong-column-count', line, `${header.length} columns, as the header has`);
  return Object.fromEntries(header.flatMap((name, at) => (cells[at] === '' ? [] : [[name, cells[at]]])));
}
