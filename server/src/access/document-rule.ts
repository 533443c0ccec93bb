/** What a GraphQL document asks for as a whole, from the rules of its fields: known before anything of it is resolved. */
import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';
import { fieldRules } from './field-rules.ts';
import type { Permission, Principal } from './policy.ts';

/** `nobody`: it has a field without a rule. */
type Asked = ReadonlySet<Permission> | 'nobody';

/** Remembered by document, which Yoga keeps for each text: a document is walked once. */
const askedBy = new WeakMap<DocumentNode, Asked>();

/** What is lacking; null when the principal may send it. The document is valid, and all of its operations count. */
export function lackingFor(
  principal: Principal,
  schema: GraphQLSchema,
  document: DocumentNode,
): Permission | 'rule' | null {
  let asked = askedBy.get(document);
  if (asked === undefined) {
    asked = askedOf(schema, document);
    askedBy.set(document, asked);
  }
  if (asked === 'nobody') return 'rule';
  for (const permission of asked) if (!principal.permissions.has(permission)) return permission;
  return null;
}

function askedOf(schema: GraphQLSchema, document: DocumentNode): Asked {
  const asked = new Set<Permission>();
  const types = new TypeInfo(schema);
  let isComplete = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name: { value: name } }) {
        const type = types.getParentType()?.name ?? '';
        // The inside of the introspection is reached through the two fields alone, which have rules.
        if (name === '__typename' || type.startsWith('__')) return;
        const permission = fieldRules.get(`${type}.${name}`);
        if (permission === undefined) isComplete = false;
        else asked.add(permission);
      },
    }),
  );
  return isComplete ? asked : 'nobody';
}
