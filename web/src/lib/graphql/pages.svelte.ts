/** A cursor-paged list that grows by "load more", starts over when its variables change, and catches up after a loss. */
import { onDestroy, untrack } from 'svelte';
import type { AnyVariables, DocumentInput, OperationResult } from '@urql/core';
import { getDashboard } from '#lib/dashboard.ts';
import { takeEarly } from './early.ts';
import { faultOf } from './fault.ts';
import type { Fault } from './fault.ts';

/** The server's limit. */
const mostAtOnce = 500;

/** The part of a connection that is read here. */
export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly totalCount?: number;
}

interface Paging {
  readonly first: number;
  readonly after: string | null;
}

interface Page<Node> {
  readonly connection: Connection<Node> | null | undefined;
  readonly fault: Fault | null;
}

export class Pages<Node> {
  /** Undefined before the first answer. */
  rows: readonly Node[] | undefined = $state.raw(undefined);
  /** Rows on all pages; null when the list does not say. */
  total: number | null = $state(null);
  hasMore = $state(false);
  pending = $state(true);
  fault: Fault | null = $state.raw(null);
  #cursor: string | null = null;
  #generation = 0;
  readonly #fetch: (paging: Paging) => Promise<Page<Node>>;
  readonly #pageSize: number;

  constructor(fetch: (paging: Paging) => Promise<Page<Node>>, pageSize: number) {
    this.#fetch = fetch;
    this.#pageSize = pageSize;
  }

  /** Starts over. `keep`: with as many rows as are shown, so that the reader's place stays. */
  async restart({ keep }: { keep: boolean }): Promise<void> {
    const shown = keep ? (this.rows?.length ?? 0) : 0;
    await this.#load({ first: Math.min(mostAtOnce, Math.max(this.#pageSize, shown)), after: null });
  }

  async more(): Promise<void> {
    if (!this.pending) await this.#load({ first: this.#pageSize, after: this.#cursor });
  }

  /** Answers that are still on their way no longer count. */
  forget(): void {
    this.#generation += 1;
  }

  async #load(paging: Paging): Promise<void> {
    const generation = ++this.#generation;
    this.pending = true;
    const page = await this.#fetch(paging);
    if (generation === this.#generation) this.show(page, paging.after === null);
  }

  /** The first page, or one more. */
  show({ connection, fault }: Page<Node>, first: boolean): void {
    this.pending = false;
    this.fault = fault;
    if (!connection) return;
    const nodes = connection.edges.map((edge) => edge.node);
    this.rows = first ? nodes : [...(this.rows ?? []), ...nodes];
    this.total = connection.totalCount ?? null;
    this.hasMore = connection.pageInfo.hasNextPage;
    this.#cursor = connection.pageInfo.endCursor ?? null;
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

  const pageOf = ({ data, error }: OperationResult<Data>): Page<Node> => ({
    connection: data === undefined || data === null ? null : connectionOf(data),
    fault: error ? faultOf(error) : null,
  });
  const pages = new Pages<Node>(async (paging) => {
    const answer = early?.result ?? client.query(document, withPaging(wanted, paging)).toPromise();
    early = undefined;
    return pageOf(await answer);
  }, pageSize);
  if (early?.settled) pages.show(pageOf(early.settled), true);

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
