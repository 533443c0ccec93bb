/** Notes what mutations did, and lets every look at one subscriber's traffic be noted. */
import { getOperationAST, Kind, OperationTypeNode } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Audit } from '../access/audit.ts';
import type { Looks } from '../access/looks.ts';
import type { SenderContext } from './access-rule.ts';
import type { ApiContext } from './context.ts';

export interface Auditing {
  readonly note: Audit;
  readonly looks: Looks;
}

/** Which mutations, in whose name, and the changes that they gave; the changes themselves are in history for ever. */
export function createAuditPlugin({ note }: Auditing): Plugin<object, Partial<SenderContext>> {
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      const operation = getOperationAST(document, operationName);
      if (operation?.operation !== OperationTypeNode.MUTATION) return undefined;
      const { actor, from } = contextValue as unknown as ApiContext;
      // What is revealed is noted with its reason, where it is.
      const fields = operation.selectionSet.selections.flatMap((one) =>
        one.kind === Kind.FIELD && one.name.value !== 'revealSubscriber' ? [one.name.value] : [],
      );
      if (fields.length === 0) return undefined;
      return {
        onExecuteDone({ result }) {
          const data = isAsyncIterable(result)
            ? null
            : (result.data as Record<string, { change?: string | null } | null> | null);
          const changes = Object.values(data ?? {}).flatMap((payload) => payload?.change ?? []);
          const details = { fields, changes, refused: data === null };
          note({ action: 'triage', actor: actor.name, subject: changes[0] ?? '', from, details });
        },
      };
    },
  };
}
