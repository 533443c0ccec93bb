/** Bounds on what one operation may ask for, checked before anything is resolved, over HTTP and WebSocket alike. */
import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor';
import type { GraphQLError } from 'graphql';

export const operationLimits = { depth: 12, aliases: 30, directives: 10, tokens: 2000 } as const;

/** graphql-armor calls each a syntax error without a code: here it gets ours, and HTTP status 400. */
function giveCode(error: GraphQLError): void {
  error.message = error.message.replace('Syntax Error: ', '');
  Object.assign(error.extensions, { code: 'QUERY_TOO_COMPLEX', http: { spec: true, status: 400 } });
}

/** `onRefused` is called for each operation that goes beyond a limit. */
export function createOperationLimits(onRefused: () => void) {
  const refuse = (_context: unknown, error: GraphQLError): void => {
    giveCode(error);
    onRefused();
  };
  return EnvelopArmorPlugin({
    maxDepth: { n: operationLimits.depth, flattenFragments: true, onReject: [refuse] },
    maxAliases: { n: operationLimits.aliases, allowList: [], onReject: [refuse] },
    maxDirectives: { n: operationLimits.directives, onReject: [refuse] },
    maxTokens: { n: operationLimits.tokens, onReject: [refuse] },
    // Its estimate grows exponentially with depth; pages and ranges have bounds of their own.
    costLimit: { enabled: false },
    // The schema is open to whoever may ask at all, so there is nothing to hide.
    blockFieldSuggestion: { enabled: false },
  });
}
