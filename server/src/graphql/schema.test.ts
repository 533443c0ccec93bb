import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { anomalyKinds, severities } from '../domain/anomaly.ts';
import { dropReasons } from '../domain/dead-letter.ts';
import { printedSchema } from './print-schema.ts';
import { schema } from './schema.ts';

const ownTypes = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);

/** Names of the type and of all in it that have no description. */
function undescribed(type: GraphQLNamedType): string[] {
  const parts: [string, string | null | undefined][] = [[type.name, type.description]];
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      parts.push([`${type.name}.${field.name}`, field.description]);
      for (const arg of field.args) parts.push([`${type.name}.${field.name}(${arg.name}:)`, arg.description]);
    }
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) parts.push([`${type.name}.${field.name}`, field.description]);
  } else if (isEnumType(type)) {
    for (const value of type.getValues()) parts.push([`${type.name}.${value.name}`, value.description]);
  }
  return parts.filter(([, description]) => !description).map(([name]) => name);
}

describe('the schema', () => {
  it('is the one in schema.graphql', () => {
    expect(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8')).toBe(printedSchema());
  });

  it('describes every type, field, argument and value', () => {
    expect(ownTypes.flatMap(undescribed)).toEqual([]);
  });

  it.each([
    ['AnomalyKind', anomalyKinds],
    ['Severity', severities],
    ['DropReason', dropReasons],
  ])('has every value of %s', (name, values) => {
    const type = schema.getType(name);
    const known = isEnumType(type) ? type.getValues().map(({ value }) => value as string) : [];
    expect(known.toSorted()).toEqual([...values].sort());
  });
});
