/** Walks the pages of a REST list as any client would: by the Link header. */
import type { RestContract } from './rest-contract.ts';

export interface RestPage {
  readonly rows: readonly Record<string, unknown>[];
  /** Path and query of the next page; null when this is the last. */
  readonly next: string | null;
}

export async function restPage(contract: RestContract, path: string): Promise<RestPage> {
  const { json, headers } = await contract.ask(path);
  const target = /^<([^>]*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
  const { pathname, search } = new URL(target ?? '', new URL(path, 'http://localhost'));
  return { rows: json as Record<string, unknown>[], next: target === undefined ? null : pathname + search };
}

/** The pages from the path on. */
export async function* restPages(contract: RestContract, path: string): AsyncGenerator<RestPage['rows']> {
  let next: string | null = path;
  while (next !== null) {
    const page: RestPage = await restPage(contract, next);
    yield page.rows;
    ({ next } = page);
  }
}
