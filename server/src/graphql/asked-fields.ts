/** What a resolver can tell from the question: whether a look-up would be for nothing. */
import { Kind, type GraphQLResolveInfo } from 'graphql';

/**
 * Whether nothing else of the object is asked for than these fields and its id. A fragment counts as something else: lists,
 * where it matters, name the field.
 */
export function asksOnly(
  { fieldNodes }: Pick<GraphQLResolveInfo, 'fieldNodes'>,
  ...fields: readonly string[]
): boolean {
  const known = new Set([...fields, 'id', '__typename']);
  return fieldNodes.every(({ selectionSet }) =>
    selectionSet?.selections.every((selected) => selected.kind === Kind.FIELD && known.has(selected.name.value)),
  );
}
