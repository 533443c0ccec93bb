/** What OpenAPI says of an operation: as much of its form as the description of the API uses. */
import { jsonSchemaOfParameter, type JsonSchema } from './json-schema.ts';
import type { ParameterTable } from './parameters.ts';

export interface DescribedParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface DescribedResponse {
  readonly description?: string;
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface DescribedBody {
  readonly required: true;
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly DescribedParameter[];
  readonly requestBody?: DescribedBody;
  /** Names of schemes, each with what it has to be good for. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}

/** By method. */
export interface PathItem {
  readonly get?: Operation;
  readonly post?: Operation;
  readonly put?: Operation;
  readonly delete?: Operation;
}

export const problemResponse = (text: string): DescribedResponse => ({
  description: text,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

export function describedParameters(place: 'query' | 'header', table: ParameterTable): DescribedParameter[] {
  return Object.entries(table).map(([name, parameter]) => ({
    name,
    in: place,
    required: false,
    description: parameter.description,
    schema: jsonSchemaOfParameter(parameter),
  }));
}
