/** Asks the server for everything that a text may name. The one place that knows with which queries. */
import type { Client } from '@urql/core';
import { SearchNounsDocument } from '#lib/graphql/generated/graphql.ts';
import { resultsOf } from './results.ts';
import type { SearchResult } from './results.ts';

/** Null when the server did not answer. `text` without spaces around it, not empty. */
export async function searchFor(client: Client, text: string): Promise<readonly SearchResult[] | null> {
  const { data } = await client.query(SearchNounsDocument, { text, id: text }).toPromise();
  return data ? resultsOf(data, text) : null;
}
