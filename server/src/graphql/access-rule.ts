/** Holds every operation to what its sender may do, on every transport: a document is refused as a whole, before it is run. */
import { GraphQLError } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { lackingFor } from '../access/document-rule.ts';
import type { Principal } from '../access/policy.ts';
import { clientError } from './errors.ts';

/** What the transport knows of the sender, from the first moment on. */
export interface SenderContext {
  readonly principal: Principal;
}

export function createAccessRule(): Plugin<object, Partial<SenderContext>> {
  return {
    onValidate({ context, params: { schema, documentAST } }) {
      const { principal } = context as YogaInitialContext & Partial<SenderContext>;
      // After Yoga has remembered what it found, which holds for everybody.
      return ({ valid, result, setResult }) => {
        if (principal === undefined) return setResult([unknownSender()]);
        if (!valid) {
          const errors = result as readonly GraphQLError[];
          if (!principal.permissions.has('explore')) setResult(errors.map(withoutSuggestion));
          return;
        }
        const lacking = lackingFor(principal, schema, documentAST);
        if (lacking !== null) setResult([forbidden(lacking)]);
      };
    },
  };
}

export const unknownSender = (): GraphQLError =>
  clientError('UNAUTHENTICATED', 'Log in, or give a key that is good', null, { http: { status: 401 } });

function forbidden(lacking: string): GraphQLError {
  const message = lacking === 'rule' ? 'Nobody may ask for this' : `This needs the permission "${lacking}"`;
  return clientError('FORBIDDEN', message, null, { http: { status: 403 } });
}

/** Who may not look at the schema is not told by a typo what there is. */
export function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean .*\?/s, '');
  if (message === error.message) return error;
  const { nodes = null, source = null, positions = null, path = null, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
