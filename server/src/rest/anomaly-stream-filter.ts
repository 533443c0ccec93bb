/** The query of the anomaly stream: where it begins, and which anomalies it tells of. */
import { anomalyKinds, severities } from '../domain/anomaly.ts';
import { placeOf, type FeedPlace } from '../domain/feed-entry.ts';
import type { AnomalyFilter } from '../history/history.ts';

export interface StreamQuery {
  /** Null: from now on. */
  readonly after: FeedPlace | null;
  readonly filter: AnomalyFilter;
}

const parameters = ['after', 'subscriber', 'device', 'kind', 'severity', 'alerted'] as const;
type Parameter = (typeof parameters)[number];

/** What is wrong with a query, as a sentence for the client. */
export class QueryFault extends Error {}

/**
 * `lastEventId` is what a browser sends by itself when it comes back: it is newer than the `after` of the address.
 * `kind` and `severity` take several values, separated by commas. Throws `QueryFault`.
 */
export function readStreamQuery(query: URLSearchParams, lastEventId: string | undefined): StreamQuery {
  checkNames(query);
  const value = (name: Parameter): string | undefined => query.get(name) ?? undefined;
  const alerted = value('alerted');
  return {
    after: lastEventId
      ? placeIn('header Last-Event-ID', lastEventId)
      : placeIn('query parameter "after"', value('after')),
    filter: {
      subscriber: value('subscriber'),
      device: value('device'),
      kinds: listIn('kind', value('kind'), anomalyKinds),
      severities: listIn('severity', value('severity'), severities),
      alerted: alerted === undefined ? undefined : oneIn('alerted', alerted, ['true', 'false']) === 'true',
    },
  };
}

/** A misspelt parameter must not quietly widen the stream. */
function checkNames(query: URLSearchParams): void {
  for (const name of new Set(query.keys())) {
    if (!parameters.some((known) => known === name)) {
      throw new QueryFault(`The query parameter "${name}" is unknown; expected ${parameters.join(', ')}`);
    }
    if (query.getAll(name).length > 1) throw new QueryFault(`The query parameter "${name}" is given twice`);
  }
}

function placeIn(where: string, cursor: string | undefined): FeedPlace | null {
  if (cursor === undefined) return null;
  const place = placeOf(cursor);
  if (place === null) throw new QueryFault(`The ${where} is "${cursor}"; expected the id of an event of this stream`);
  return place;
}

function listIn<Value extends string>(
  name: Parameter,
  given: string | undefined,
  values: readonly Value[],
): readonly Value[] | undefined {
  return given?.split(',').map((one) => oneIn(name, one, values));
}

function oneIn<Value extends string>(name: Parameter, given: string, values: readonly Value[]): Value {
  const value = values.find((one) => one === given);
  if (value !== undefined) return value;
  throw new QueryFault(`The query parameter "${name}" is "${given}"; expected one of ${values.join(', ')}`);
}
