/** Recognises a dump of FreeRADIUS' table `radacct` by its header, and where its columns stand. */
import { HeaderError } from '../snapshot/decode.ts';
import { cellsOf } from '../csv-line.ts';

const required = ['username', 'acctstarttime', 'acctstoptime', 'acctinputoctets', 'acctoutputoctets'] as const;
/** One of the two has to be there. */
const sessionColumns = ['acctuniqueid', 'acctsessionid'] as const;
const optional = ['acctupdatetime'] as const;
const known = [...required, ...sessionColumns, ...optional] as const;
export type RadacctColumn = (typeof known)[number];

export interface RadacctLayout {
  readonly delimiter: string;
  /** Cells of each row. */
  readonly cells: number;
  /** Places of the columns that are there. */
  readonly place: ReadonlyMap<RadacctColumn, number>;
}

/** As `psql`, `mysql --batch` and spreadsheets write them. */
const delimiters = [',', '\t', ';', '|'] as const;
const maxHeaderBytes = 4096;

/** Null when it is no header of `radacct`. Throws `HeaderError` when it is one, and lacks a column that is needed. */
export function radacctLayoutIn(header: string): RadacctLayout | null {
  for (const delimiter of delimiters) {
    const names = (radacctCells(header, delimiter) ?? []).map((name) => name.toLowerCase());
    if (!names.includes('acctinputoctets') && !names.includes('acctstarttime')) continue;
    const place = new Map(known.flatMap((name) => (names.includes(name) ? [[name, names.indexOf(name)]] : [])));
    const missing: string[] = required.filter((name) => !place.has(name));
    if (!sessionColumns.some((name) => place.has(name))) missing.push(sessionColumns.join(' or '));
    if (missing.length > 0) throw new HeaderError(`The header is one of radacct and lacks ${missing.join(', ')}`);
    return { delimiter, cells: names.length, place };
  }
  return null;
}

/** Null when quotes are not in order. With tabs as `mysql --batch` writes them: nothing is quoted, some characters are escaped. */
export function radacctCells(line: string, delimiter: string): string[] | null {
  if (delimiter !== '\t') return cellsOf(line, delimiter);
  const cells = line.replace(/\r$/, '').split('\t');
  return cells.map((cell) => cell.replaceAll(/\\([tn\\])/g, (_, escaped: string) => unescaped[escaped]!));
}

const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', '\\': '\\' };

/** The first line that is not blank, without a byte order mark; '' when it is too long for a header. */
export function firstLineOf(content: Uint8Array): string {
  const text = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, maxHeaderBytes)).toString();
  return /^\uFEFF?\s*([^\r\n]*)/.exec(text)?.[1] ?? '';
}
