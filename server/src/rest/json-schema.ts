/** JSON Schema of our valibot schemas: what a client sends or gets, not how it is read. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import type { Parameter } from './parameters.ts';
import { toInstant } from './time-parameters.ts';

/** As much of JSON Schema as the description of the API uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
}

/** Of what is sent, as it is read; of `input`, as it may be given. */
export function jsonSchemaOf(schema: v.GenericSchema, typeMode: 'input' | 'output' = 'output'): JsonSchema {
  const { $schema: _dialect, ...converted } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode,
    // How a text is read further is said in its description.
    ignoreActions: ['check', 'transform', 'trim'],
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction === toInstant ? { ...jsonSchema, format: 'date-time' } : null,
  });
  return converted as JsonSchema;
}

export function jsonSchemaOfParameter({ schema, fallback }: Parameter<unknown>): JsonSchema {
  return { ...jsonSchemaOf(schema), ...(fallback !== undefined && { default: fallback }) };
}
