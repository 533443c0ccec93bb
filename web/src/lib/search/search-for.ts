/** Asks the server for everything that a text may name. */
import type { Client } from '@urql/core';
import { SearchDocument } from '#lib/graphql/generated/graphql.ts';
import { resultsOf } from './results.ts';
import type { SearchResult } from './results.ts';

/** More than fit on the screen are not worth reading: another letter finds better. */
const most = 12;

/** Null when the server did not answer. `text` without spaces around it, not empty. */
export async function searchFor(client: Client, text: string): Promise<readonly SearchResult[] | null> {
  const { data } = await client.query(SearchDocument, { text, first: most }).toPromise();
  return data ? resultsOf(data) : null;
}
