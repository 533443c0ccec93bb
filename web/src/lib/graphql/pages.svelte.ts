/** A cursor-paged list that grows by "load more", starts over when its variables change, and catches up after a loss. */
import { onDestroy, untrack } from 'svelte';
import type { AnyVariables, DocumentInput, OperationResult } from '@urql/core';
import { getDashboard } from '#lib/dashboard.ts';
import { takeEarly } from './early.ts';
import { faultOf } from './fault.ts';
import type { Fault } from './fault.ts';
import { readRows } from './read-rows.ts';
import type { Connection, FetchedPage, FetchPage, Paging } from './read-rows.ts';

export class Pages<Node> {
  /** Undefined before the first answer. */
  rows: readonly Node[] | undefined = $state.raw(undefined);
  /** Rows on all pages; null when the list does not say. */
  total: number | null = $state(null);
  hasMore = $state(false);
  pending = $state(true);
  /** Whether what is pending are further rows, so that those that are shown are right. */
  isGrowing = $state(false);
  /** How often the list was another one: its first rows are not those of the one before. */
  starts = $state(0);
  fault: Fault | null = $state.raw(null);
  #cursor: string | null = null;
  #generation = 0;
  readonly #fetch: FetchPage<Node>;
  readonly #pageSize: number;

  constructor(fetch: FetchPage<Node>, pageSize: number) {
    this.#fetch = fetch;
    this.#pageSize = pageSize;
  }

  /** Starts over. `keep`: with as many rows as are shown, or as `rows` says, so that the reader's place stays. */
  async restart({ keep, rows = this.rows?.length ?? 0 }: { keep: boolean; rows?: number }): Promise<void> {
    this.isGrowing = false;
    const nodes = await this.#load(null, Math.max(this.#pageSize, keep ? rows : 0));
    if (!nodes) return;
    this.#begin(nodes);
    if (!keep) this.starts += 1;
  }

  /** `count`: how many, one page unless said. */
  async more(count: number = this.#pageSize): Promise<void> {
    if (this.pending) return;
    this.isGrowing = true;
    const nodes = await this.#load(this.#cursor, count);
    if (nodes) this.rows = [...(this.rows ?? []), ...nodes];
  }

  /** Answers that are still on their way no longer count. */
  forget(): void {
    this.#generation += 1;
  }

  /** Null when the rows did not come, or something else is wanted by now. */
  async #load(after: string | null, count: number): Promise<Node[] | null> {
    const generation = ++this.#generation;
    this.pending = true;
    const read = await readRows(this.#fetch, after, count, () => generation === this.#generation);
    return read && this.#take(read);
  }

  /** An answer that was there before the page: the first rows. */
  show(page: FetchedPage<Node>): void {
    const nodes = this.#take(page);
    if (nodes) this.#begin(nodes);
  }

  /** The server counts a moment after it reads: of a list that is here as a whole the rows themselves are the count. */
  #begin(nodes: readonly Node[]): void {
    this.rows = nodes;
    if (this.total !== null && !this.hasMore) this.total = nodes.length;
  }

  #take({ connection, fault }: FetchedPage<Node>): Node[] | null {
    this.pending = false;
    this.isGrowing = false;
    this.fault = fault;
    if (!connection) return null;
    this.total = connection.totalCount ?? null;
    this.hasMore = connection.pageInfo.hasNextPage;
    this.#cursor = connection.pageInfo.endCursor ?? null;
    return connection.edges.map((edge) => edge.node);
  }
}

/**
 * Call while a component is set up. `variables` without the paging (null: not yet); `connectionOf` finds the list
 * in the answer, null when what it belongs to does not exist.
 */
export function watchPages<Data, Variables extends AnyVariables, Node>(
  document: DocumentInput<Data, Variables & Paging>,
  variables: () => Omit<Variables, keyof Paging> | null,
  connectionOf: (data: Data) => Connection<Node> | null | undefined,
  pageSize = 50,
): Pages<Node> {
  const { client, feed } = getDashboard();
  let wanted: Omit<Variables, keyof Paging> | null = null;
  const withPaging = (rest: Omit<Variables, keyof Paging> | null, paging: Paging) =>
    ({ ...rest, ...paging }) as Variables & Paging;
  let early = takeEarly(document, () => withPaging(untrack(variables), { first: pageSize, after: null }));

  const pageOf = ({ data, error }: OperationResult<Data>): FetchedPage<Node> => ({
    connection: data === undefined || data === null ? null : connectionOf(data),
    fault: error ? faultOf(error) : null,
  });
  const pages = new Pages<Node>(async (paging) => {
    const answer = early?.result ?? client.query(document, withPaging(wanted, paging)).toPromise();
    early = undefined;
    return pageOf(await answer);
  }, pageSize);
  if (early?.settled) pages.show(pageOf(early.settled));

  let revision = -1;
  $effect(() => {
    wanted = variables();
    const keep = feed.revision !== revision && revision !== -1;
    revision = feed.revision;
    if (wanted !== null) untrack(() => void pages.restart({ keep }));
  });
  onDestroy(() => pages.forget());
  return pages;
}
