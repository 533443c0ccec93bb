/** What a search found, in the order in which it is shown: exact matches, then subscribers, then devices. */
import type { AnomalyFoundFragment, SearchNounsQuery } from '#lib/graphql/generated/graphql.ts';

export type SearchResult =
  | { readonly kind: 'anomaly'; readonly anomaly: AnomalyFoundFragment }
  | { readonly kind: 'subscriber'; readonly number: string; readonly device: string }
  | { readonly kind: 'device'; readonly name: string };

/** More than fit on the screen are not worth reading: another letter finds better. */
const mostSubscribers = 8;
const mostDevices = 6;

/** The same result has the same key, whatever is found beside it. */
export const keyOfResult = (result: SearchResult): string =>
  `${result.kind} ${result.kind === 'anomaly' ? result.anomaly.id : result.kind === 'device' ? result.name : result.number}`;

/** The id may be of another kind of object, of which nothing was asked. */
const isAnomaly = (node: SearchNounsQuery['node']): node is AnomalyFoundFragment => node !== null && 'openedAt' in node;

/** `text` is what was typed, without spaces around it. */
export function resultsOf(
  { node, subscriber, subscribers, psxDevices }: SearchNounsQuery,
  text: string,
): SearchResult[] {
  const wanted = text.toLowerCase();
  const found = [...(subscriber ? [subscriber] : []), ...subscribers.edges.map((edge) => edge.node)]
    .filter(({ number }, index, all) => all.findIndex((other) => other.number === number) === index)
    .slice(0, mostSubscribers)
    .map(({ number, device }): SearchResult => ({ kind: 'subscriber', number, device: device.name }));
  const names = psxDevices.edges.map((edge) => edge.node.name).filter((name) => name.toLowerCase().includes(wanted));
  const isExact = (result: SearchResult) =>
    result.kind === 'device'
      ? result.name.toLowerCase() === wanted
      : result.kind === 'subscriber' && result.number === text;
  const devices = names
    .toSorted((a, b) => Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)))
    .map((name): SearchResult => ({ kind: 'device', name }));
  const anomalies: SearchResult[] = isAnomaly(node) ? [{ kind: 'anomaly', anomaly: node }] : [];
  const exact = [...found, ...devices].filter(isExact);
  const rest = [...found, ...devices.slice(0, mostDevices)].filter((result) => !isExact(result));
  return [...anomalies, ...exact, ...rest];
}
