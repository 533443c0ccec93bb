/** A cursor-paged list that grows by "load more", starts over when its variables change, and catches up after a loss. */
import { onDestroy, untrack } from 'svelte';
import type { AnyVariables, DocumentInput } from '@urql/core';
import { getDashboard } from '#lib/dashboard.ts';
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

type FetchPage<Node> = (
  paging: Paging,
) => Promise<{ readonly connection: Connection<Node> | null | undefined; readonly fault: Fault | null }>;

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
  readonly #fetch: FetchPage<Node>;
  readonly #pageSize: number;

  constructor(fetch: FetchPage<Node>, pageSize: number) {
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
    const { connection, fault } = await this.#fetch(paging);
    if (generation !== this.#generation) return;
    this.pending = false;
    this.fault = fault;
    if (!connection) return;
    const nodes = connection.edges.map((edge) => edge.node);
    this.rows = paging.after === null ? nodes : [...(this.rows ?? []), ...nodes];
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
  const pages = new Pages<Node>(async (paging) => {
    const all = { ...wanted, ...paging } as Variables & Paging;
    const { data, error } = await client.query(document, all).toPromise();
    return {
      connection: data === undefined || data === null ? null : connectionOf(data),
      fault: error ? faultOf(error) : null,
    };
  }, pageSize);

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
