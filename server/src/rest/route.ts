/** A route of the REST API: what is said of it, and what answers it. Both come from the same parameters and schemas. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sealer } from '../graphql/sealed-text.ts';
import type { HistoryReader } from '../history/history.ts';
import type { StatusReader } from '../telemetry/status.ts';
import type { ParameterTable } from './parameters.ts';
import type { DeviceIdOf } from './seed-row.ts';

export interface RestPorts {
  readonly history: HistoryReader;
  readonly status: StatusReader;
  readonly deviceIdOf: DeviceIdOf;
  readonly sealer: Sealer;
}

export interface Exchange {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the path has in the place of `{id}`, decoded; '' for a path without one. */
  readonly id: string;
}

/** One form of the answer, as OpenAPI has it. */
export interface DescribedAnswer {
  readonly mediaType: string;
  readonly schema: object;
}

/** All that is said of a route. */
export interface DescribedRoute {
  /** As in `/api/subscriber/{id}`; `{id}` is its only variable. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** What `{id}` is, for a path that has it. */
  readonly idDescription?: string;
  readonly parameters: ParameterTable;
  /** Headers of the request that the route reads. */
  readonly headerParameters?: ParameterTable;
  readonly answerDescription: string;
  readonly answers: readonly DescribedAnswer[];
  /** A page has an ETag and a Link to the next one; what is whole has an ETag; a stream has neither. */
  readonly form: 'page' | 'whole' | 'stream';
}

export interface Route extends DescribedRoute {
  answer(exchange: Exchange): Promise<void>;
}
