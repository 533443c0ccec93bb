/** Bounds on what one operation may ask for, checked before anything is resolved, over HTTP and WebSocket alike. */
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
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
  return [
    maxDepthPlugin({ n: operationLimits.depth, flattenFragments: true, onReject: [refuse] }),
    maxAliasesPlugin({ n: operationLimits.aliases, allowList: [], onReject: [refuse] }),
    maxDirectivesPlugin({ n: operationLimits.directives, onReject: [refuse] }),
    maxTokensPlugin({ n: operationLimits.tokens, onReject: [refuse] }),
  ];
}
