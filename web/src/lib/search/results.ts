/** What a search found, as the server orders it: what the text names exactly, then what begins with it. */
import type { AnomalyFoundFragment, SearchQuery } from '#lib/graphql/generated/graphql.ts';

export type SearchResult =
  | { readonly kind: 'anomaly'; readonly anomaly: AnomalyFoundFragment }
  | { readonly kind: 'subscriber'; readonly id: string; readonly number: string; readonly device: string }
  | { readonly kind: 'device'; readonly name: string };

/** The same result has the same key, whatever is found beside it. */
export const keyOfResult = (result: SearchResult): string =>
  `${result.kind} ${result.kind === 'anomaly' ? result.anomaly.id : result.kind === 'device' ? result.name : result.number}`;

export const resultsOf = ({ search }: SearchQuery): SearchResult[] =>
  search.map((found): SearchResult => {
    if (found.what === 'Anomaly') return { kind: 'anomaly', anomaly: found };
    if (found.what === 'PsxDevice') return { kind: 'device', name: found.name };
    return { kind: 'subscriber', id: found.id, number: found.number, device: found.device.name };
  });
