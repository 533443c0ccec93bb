/** Keyset pages in SQL: rows after or before a key, by comparing it, so that a deep page costs what the first one costs. */
import type { Page } from './history.ts';

/** A column of the list's order, with the type of its value. The last one makes the key unique. */
export interface KeyColumn {
  readonly expression: string;
  readonly type: string;
  readonly descending: boolean;
}

export interface PageSql {
  /** Conditions, to be joined by AND; "1" when the page is not bounded. */
  readonly condition: string;
  /** "a DESC, b ASC LIMIT 50" */
  readonly orderAndLimit: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** `keyValues` gives a key's values in the order of the columns. */
export function pageSql<Key>(
  columns: readonly KeyColumn[],
  page: Page<Key>,
  keyValues: (key: Key) => readonly (string | number)[],
): PageSql {
  const parameters: Record<string, string | number> = { limit: page.limit };
  const conditions = [
    page.after === undefined ? '' : bound('after', columns, keyValues(page.after), false, parameters),
    page.before === undefined ? '' : bound('before', columns, keyValues(page.before), true, parameters),
  ].filter((condition) => condition !== '');
  const reversed = page.backward === true;
  const order = columns.map(
    ({ expression, descending }) => `${expression} ${descending === reversed ? 'ASC' : 'DESC'}`,
  );
  return {
    condition: conditions.join(' AND ') || '1',
    orderAndLimit: `${order.join(', ')} LIMIT {limit:UInt32}`,
    parameters,
  };
}

/** Rows in the list's own order: a backward page is read from its end. */
export function inListOrder<Row>(rows: Row[], page: Page<unknown>): Row[] {
  return page.backward === true ? rows.toReversed() : rows;
}

/**
 * (a, b) after (x, y) = a > x OR (a = x AND b > y), with < for a descending column; and before it all that once more
 * as a >= x, which the engine can use to skip what lies outside.
 */
function bound(
  name: string,
  columns: readonly KeyColumn[],
  values: readonly (string | number)[],
  before: boolean,
  parameters: Record<string, string | number>,
): string {
  const places = columns.map(({ type }, i) => {
    parameters[`${name}${i}`] = values[i]!;
    return `{${name}${i}:${type}}`;
  });
  const comparison = (i: number): string => (columns[i]!.descending === before ? '>' : '<');
  const alternatives = columns.map(({ expression }, i) => {
    const equal = columns.slice(0, i).map((column, j) => `${column.expression} = ${places[j]}`);
    return [...equal, `${expression} ${comparison(i)} ${places[i]}`].join(' AND ');
  });
  return `${columns[0]!.expression} ${comparison(0)}= ${places[0]} AND (${alternatives.join(' OR ')})`;
}
