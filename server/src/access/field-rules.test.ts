import { isInterfaceType, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../graphql/schema.ts';
import { lackingFor } from './document-rule.ts';
import { fieldRules } from './field-rules.ts';
import { principalOf, roles } from './policy.ts';

const types = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .filter((type) => !type.name.startsWith('__'));
const coordinates = types.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));

describe('every field of the schema', () => {
  it('has a rule, and every rule a field', () => {
    const introspection = ['Query.__schema', 'Query.__type'];
    expect([...fieldRules.keys()].toSorted()).toEqual([...coordinates, ...introspection].toSorted());
  });

  it('asks for the same as in the interfaces that it comes from', () => {
    const others = types.flatMap((type) =>
      type.getInterfaces().flatMap((parent) =>
        Object.keys(parent.getFields())
          .map((field) => [`${type.name}.${field}`, `${parent.name}.${field}`] as const)
          .filter(([own, of]) => fieldRules.get(own) !== fieldRules.get(of)),
      ),
    );
    expect(others).toEqual([]);
  });
});

describe('a document', () => {
  const persons = new Map(roles.map((role) => [role, principalOf(role, 'person', role, null)]));
  const lacking = (role: (typeof roles)[number], text: string) => lackingFor(persons.get(role)!, schema, parse(text));
  const fields = [...fieldRules].map(([coordinate, permission]) => ({ coordinate, permission }));

  it.each(fields)('with $coordinate is taken from those who may $permission alone', ({ coordinate, permission }) => {
    const [type = '', field = ''] = coordinate.split('.');
    const operation = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' }[type];
    const text = operation ? `${operation} { ${field} }` : `fragment F on ${type} { ${field} }`;
    for (const role of roles)
      expect([role, lacking(role, text)]).toEqual([
        role,
        persons.get(role)!.permissions.has(permission) ? null : permission,
      ]);
  });

  it('is judged by all of its operations and fragments, behind interfaces and aliases too', () => {
    expect(lacking('viewer', '{ a: node(id: "") { ... on Anomaly { b: reason } } }')).toBeNull();
    expect(lacking('viewer', 'query A { ingest { phase } } mutation B { undo { __typename } }')).toBe('triage');
    expect(
      lacking('viewer', 'query { ingest { ...F } } fragment F on Ingest { x: deadLetters { edges { cursor } } }'),
    ).toBe('analyse');
  });

  it('with a field that has no rule is taken from nobody', () => {
    expect(lacking('admin', '{ ingest { secretFigure } }')).toBe('rule');
  });
});
