/** Keyset connections: paging arguments in, one page of history out, with sealed cursors. */
import type { Page } from '../history/history.ts';
import { clientError } from './errors.ts';
import type { Sealer } from './sealed-text.ts';

export const defaultPageSize = 50;
export const largestPageSize = 500;

export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A list that can be paged: how a row's place in it is written down, and how rows are fetched. */
export interface KeysetList<Row, Key> {
  /** Separates the cursors of one list from those of another: a foreign cursor is refused. */
  readonly name: string;
  readonly keyOf: (row: Row) => Key;
  readonly fetch: (page: Page<Key>) => Promise<Row[]>;
}

export interface Edge<Row> {
  readonly node: Row;
  readonly cursor: string;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page that is fetched when something of it is asked for: who wants to know only how many there are waits for no rows. */
export interface Connection<Row> {
  edges(): Promise<readonly Edge<Row>[]>;
  pageInfo(): Promise<PageInfo>;
}

/** One page. Without `first` and `last` it is the first 50. Throws BAD_USER_INPUT, PAGE_TOO_LARGE or BAD_CURSOR. */
export function resolveConnection<Row, Key>(
  list: KeysetList<Row, Key>,
  args: ConnectionArguments,
  sealer: Sealer,
): Connection<Row> {
  const { size, backward } = pageSize(args);
  const purpose = `cursor ${list.name}`;
  const cursorKey = (argument: 'after' | 'before'): Key | undefined => {
    const cursor = args[argument];
    if (cursor === null || cursor === undefined) return undefined;
    const text = sealer.open(purpose, cursor);
    if (text === null) throw clientError('BAD_CURSOR', `The argument "${argument}" is not a cursor of this list`);
    return JSON.parse(text) as Key;
  };
  const after = cursorKey('after');
  const before = cursorKey('before');
  const cursorOf = (node: Row): string => sealer.seal(purpose, JSON.stringify(list.keyOf(node)));

  let fetched: Promise<Row[]> | undefined;
  /** One row more than asked for, to know whether there is more. */
  const rows = (): Promise<Row[]> => (fetched ??= list.fetch({ limit: size + 1, after, before, backward }));
  const kept = (found: Row[]): Row[] =>
    found.length <= size ? found : backward ? found.slice(1) : found.slice(0, size);
  return {
    edges: async () => kept(await rows()).map((node) => edgeOf(node, cursorOf)),
    async pageInfo() {
      const found = await rows();
      const more = found.length > size;
      const [start, end] = [kept(found).at(0), kept(found).at(-1)];
      return {
        // The row behind a given cursor lies on that side of the page, so there is something there.
        hasNextPage: backward ? before !== undefined : more,
        hasPreviousPage: backward ? more : after !== undefined,
        startCursor: start === undefined ? null : cursorOf(start),
        endCursor: end === undefined ? null : cursorOf(end),
      };
    },
  };
}

/** Most who ask for rows ask for one cursor of them: each is sealed when it is read. */
const edgeOf = <Row>(node: Row, cursorOf: (node: Row) => string): Edge<Row> => ({
  node,
  get cursor() {
    return cursorOf(node);
  },
});

function pageSize({ first, last }: ConnectionArguments): { size: number; backward: boolean } {
  if (typeof first === 'number' && typeof last === 'number') {
    throw clientError('BAD_USER_INPUT', 'Give "first" or "last", not both');
  }
  const [name, size] =
    typeof last === 'number' ? (['last', last] as const) : (['first', first ?? defaultPageSize] as const);
  if (size < 0)
    throw clientError('BAD_USER_INPUT', `The argument "${name}" is ${size}; expected 0 to ${largestPageSize}`);
  if (size > largestPageSize) {
    throw clientError('PAGE_TOO_LARGE', `The argument "${name}" is ${size}; a page has at most ${largestPageSize}`);
  }
  return { size, backward: name === 'last' };
}

/** A page of rows that are all at hand, in the order of `compare`; what `fetch` is for lists too short for a query. */
export function pageOfRows<Row, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  compare: (a: Key, b: Key) => number,
  page: Page<Key>,
): Row[] {
  const { after, before, limit, backward } = page;
  const range = rows.filter((row) => {
    const key = keyOf(row);
    return (after === undefined || compare(key, after) > 0) && (before === undefined || compare(key, before) < 0);
  });
  return backward ? range.slice(Math.max(0, range.length - limit)) : range.slice(0, limit);
}
