/** Reads a part of a cursor-paged list, asking as often as it takes: one answer has a limit, a part has none. */
import type { Fault } from './fault.ts';

/** The server's limit. */
const mostAtOnce = 500;

/** The part of a connection that is read here. */
export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly totalCount?: number;
}

export interface Paging {
  readonly first: number;
  readonly after: string | null;
}

export interface FetchedPage<Node> {
  readonly connection: Connection<Node> | null | undefined;
  readonly fault: Fault | null;
}

export type FetchPage<Node> = (paging: Paging) => Promise<FetchedPage<Node>>;

export interface ReadRows<Node> {
  /** Null when they did not all come. */
  readonly connection: Connection<Node> | null;
  /** Of the newest answer. */
  readonly fault: Fault | null;
}

/** Up to `count` rows after a cursor as one connection. Ends early, with null, once nobody wants them. */
export async function readRows<Node>(
  fetchPage: FetchPage<Node>,
  after: string | null,
  count: number,
  isWanted: () => boolean,
): Promise<ReadRows<Node> | null> {
  const edges: { readonly node: Node }[] = [];
  let cursor = after;
  for (;;) {
    const { connection, fault } = await fetchPage({ first: Math.min(mostAtOnce, count - edges.length), after: cursor });
    if (!isWanted()) return null;
    if (!connection) return { connection: null, fault };
    edges.push(...connection.edges);
    if (edges.length >= count || !connection.pageInfo.hasNextPage)
      return { connection: { ...connection, edges }, fault };
    cursor = connection.pageInfo.endCursor ?? null;
  }
}
