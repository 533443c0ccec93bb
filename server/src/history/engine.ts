/** What history needs of ClickHouse, wherever it runs: statements, rows in as bytes, rows out. */
import type { InsertTable } from './tables.ts';

/** Values of the `{name:Type}` places of a query. They never become part of its text. */
export type QueryParameters = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;

export interface Engine {
  /**
   * A condition that is part of every statement by which commits change history: it is false once another process has
   * taken them over, so that the one before, though it was only asleep, changes nothing more. `always` where there is one alone.
   */
  readonly mayWrite: string;
  /** Whether it leaves out the rows of some devices. */
  readonly isScoped: boolean;
  command(statement: string): Promise<void>;
  /**
   * Inserts rows given in RowBinary, in the order of the table's columns, if the condition holds when the engine takes them;
   * `mayWrite` unless another is given. They come in one piece or in several, each of whole rows: a piece may be used again when
   * the next is asked for, the last when it resolves. When it rejects, a part of them may be there.
   */
  insertRows(table: InsertTable, rows: Uint8Array | AsyncIterable<Uint8Array>, onlyIf?: string): Promise<void>;
  select<Row>(query: string, parameters?: QueryParameters): Promise<Row[]>;
  /** The whole answer in RowBinary. Not held up by `select`, nor holding it up. */
  selectBytes(query: string, parameters?: QueryParameters): Promise<Buffer>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** The condition that always holds. */
export const always = '1';

/** Settings of every query. */
export const querySettings = {
  // A server that gathers inserts may acknowledge what is not written yet.
  async_insert: 0,
  // Partitions follow from the key, so rows that replace each other always lie in the same one.
  do_not_merge_across_partitions_select_final: 1,
  // A back-fill may span years of weeks.
  max_partitions_per_insert_block: '0',
  // JSON numbers up to 2^53 are exact, and scores may be infinite.
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 1,
} as const;

/** The beginning of an insert, naming the columns that the rows have. */
export function insertInto(table: InsertTable): string {
  return `INSERT INTO ${table.name} (${namesOf(table)})`;
}

/** Of an insert whose rows have no key in common: looking for those that replace each other takes longer than to write them. */
export const distinctRows = { optimize_on_insert: 0 } as const;

/** At the end of a statement. */
export function settingsClause(settings: Readonly<Record<string, number>>): string {
  const terms = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return ` SETTINGS ${terms.join(', ')}`;
}

export const piecesOf = (
  rows: Uint8Array | AsyncIterable<Uint8Array>,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> => (rows instanceof Uint8Array ? [rows] : rows);

export const namesOf = ({ columns }: InsertTable): string => columns.map(([name]) => name).join(', ');

/** The columns as a table function has them. */
export const structureOf = ({ columns }: InsertTable): string =>
  columns.map(([name, type]) => `${name} ${type}`).join(', ');
