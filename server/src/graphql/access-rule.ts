/** Holds every operation to what its sender may do, on every transport: a document is refused as a whole, before it is run. */
import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { lackingFor } from '../access/document-rule.ts';
import type { Principal } from '../access/policy.ts';
import { clientError } from './errors.ts';

/** What the transport knows of the sender, from the first moment on. */
export interface SenderContext {
  readonly principal: Principal;
  /** Address of the network. */
  readonly from: string;
}

/** `onRefused` is called for each operation that its sender may not send. */
export function createAccessRule(onRefused: () => void): Plugin<object, Partial<SenderContext>> {
  const rule: Plugin = {
    onValidate({ context, params: { schema, documentAST } }) {
      const { principal } = context as Partial<SenderContext>;
      return ({ valid, result, setResult }) => {
        const errors = errorsFor(principal, schema, documentAST, valid ? [] : (result as readonly GraphQLError[]));
        if (valid && errors.length > 0) onRefused();
        setResult([...errors]);
      };
    },
  };
  return {
    // As the very last: Yoga remembers what it found in a document, which holds for everybody, and before this is known.
    onPluginInit: ({ plugins }) => void plugins.push(rule),
  };
}

/** Of a document, with what graphql-js found wrong with it. */
function errorsFor(
  principal: Principal | undefined,
  schema: GraphQLSchema,
  document: DocumentNode,
  found: readonly GraphQLError[],
): readonly GraphQLError[] {
  if (principal === undefined) return [unknownSender()];
  if (found.length > 0) return principal.permissions.has('explore') ? found : found.map(withoutSuggestion);
  const lacking = lackingFor(principal, schema, document);
  return lacking === null ? [] : [forbidden(lacking)];
}

export const unknownSender = (): GraphQLError =>
  clientError('UNAUTHENTICATED', 'Log in, or give a key that is good', null, { http: { status: 401 } });

function forbidden(lacking: string): GraphQLError {
  const message = lacking === 'rule' ? 'Nobody may ask for this' : `This needs the permission "${lacking}"`;
  return clientError('FORBIDDEN', message, null, { http: { status: 403 } });
}

/** Who may not look at the schema is not told by a typo what there is. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean .*\?/s, '');
  if (message === error.message) return error;
  const { nodes = null, source = null, positions = null, path = null, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
