/** A person who asks the API: named in a header, as a client would. */
import type { GraphqlResult } from './api-fixture.ts';

export interface Person {
  /** Gives `data`; throws when there are errors. */
  ask<Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** Gives the whole answer. */
  send(query: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphqlResult & { status: number }>;
}

export function person(url: string, name: string | null): Person {
  const headers = { 'content-type': 'application/json', ...(name !== null && { 'x-tidewatch-actor': name }) };
  const send: Person['send'] = async (query, variables = {}) => {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    return { ...((await response.json()) as GraphqlResult), status: response.status };
  };
  return {
    send,
    async ask<Data>(query: string, variables = {}) {
      const { data, errors } = await send(query, variables);
      if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
      return data as Data;
    },
  };
}

/** An anomaly as the tests of triage see it. */
export interface Seen {
  readonly id: string;
  readonly triage: {
    readonly version: number;
    readonly acknowledgedBy: string | null;
    readonly assignee: string | null;
    readonly verdict: string | null;
    readonly history: readonly {
      readonly action: string;
      readonly actor: string;
      readonly madeAt: string;
      readonly comment: string;
      readonly version: number;
      readonly cursor: string;
      readonly change: string;
      readonly undoes: string | null;
    }[];
  };
  readonly suppression: null | Readonly<Record<string, unknown>>;
}

export const seenFields = `id triage { version acknowledgedBy assignee verdict
  history { action actor madeAt comment version cursor change undoes } }
  suppression { cause actor reason until mute { id } verdictOn { id } }`;

export interface Outcome {
  readonly __typename: string;
  readonly anomaly?: Seen;
  readonly code?: string;
  readonly message?: string;
  readonly id?: string;
}

export interface Payload {
  readonly change: string | null;
  readonly outcomes: readonly Outcome[];
}

export const payloadFields = `change outcomes { __typename ... on TriagedAnomaly { anomaly { ${seenFields} } }
  ... on Error { code message } ... on VersionConflict { anomaly { ${seenFields} } } ... on AnomalyNotFound { id } }`;

/** Does one of the four acts. */
export async function act(
  who: Person,
  mutation: 'acknowledge' | 'assign' | 'comment' | 'setVerdict',
  anomalies: readonly (Pick<Seen, 'id'> & { readonly triage: Pick<Seen['triage'], 'version'> })[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Payload> {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
  const targets = anomalies.map(({ id, triage }) => ({ id, version: triage.version }));
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${payloadFields} } }`;
  const data = await who.ask<Record<string, Payload>>(query, { input: { anomalies: targets, ...more } });
  return data[mutation]!;
}

/** Everything that is reported, or only what passes the filter. */
export async function seenAnomalies(who: Person, filter: object = {}): Promise<Seen[]> {
  const { anomalies } = await who.ask<{ anomalies: { edges: { node: Seen }[] } }>(
    `query ($filter: AnomalyFilter) { anomalies(first: 500, filter: $filter) { edges { node { ${seenFields} } } } }`,
    { filter },
  );
  return anomalies.edges.map(({ node }) => node);
}
