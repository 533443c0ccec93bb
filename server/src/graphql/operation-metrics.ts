/** Counts and times GraphQL operations by type and outcome, on every transport. */
import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Metrics } from '../metrics.ts';

export function createOperationMetrics({ graphqlOperations, graphqlOperationSeconds }: Metrics): Plugin {
  return {
    onParse:
      () =>
      ({ result }) => {
        if (result instanceof Error) graphqlOperations.inc({ type: 'unknown', outcome: 'refused' });
      },
    onValidate:
      () =>
      ({ valid }) => {
        if (!valid) graphqlOperations.inc({ type: 'unknown', outcome: 'refused' });
      },
    onExecute({ args }) {
      const type = getOperationAST(args.document, args.operationName)?.operation ?? 'unknown';
      const stopTimer = graphqlOperationSeconds.startTimer({ type });
      return {
        onExecuteDone({ result }) {
          stopTimer();
          const failed = !isAsyncIterable(result) && (result.errors?.length ?? 0) > 0;
          graphqlOperations.inc({ type, outcome: failed ? 'errors' : 'ok' });
        },
      };
    },
    onSubscribe: () => ({
      onSubscribeResult({ result }) {
        graphqlOperations.inc({ type: 'subscription', outcome: isAsyncIterable(result) ? 'ok' : 'errors' });
      },
    }),
  };
}
