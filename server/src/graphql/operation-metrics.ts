/** Counts, times and traces GraphQL operations by type and outcome, on every transport. */
import { getOperationAST, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Metrics } from '../telemetry/metrics.ts';
import { recordSpan } from '../telemetry/traces.ts';

/** An operation that was refused before it could be told what it is. */
export const refused = { type: 'unknown', outcome: 'refused' } as const;

/** What goes beyond a limit is thrown before these hooks see it, so the limits count it themselves. */
export function createOperationMetrics({ graphqlOperations, graphqlOperationSeconds }: Metrics): Plugin {
  return {
    onParse:
      () =>
      ({ result }) => {
        if (result instanceof GraphQLError && result.extensions['code'] !== 'QUERY_TOO_COMPLEX')
          graphqlOperations.inc(refused);
      },
    onValidate:
      () =>
      ({ valid }) => {
        if (!valid) graphqlOperations.inc(refused);
      },
    onExecute({ args }) {
      const type = getOperationAST(args.document, args.operationName)?.operation ?? 'unknown';
      const stopTimer = graphqlOperationSeconds.startTimer({ type });
      return {
        onExecuteDone({ result }) {
          const seconds = stopTimer();
          const errors = isAsyncIterable(result) ? [] : (result.errors ?? []);
          const failed = errors.length > 0;
          const isOver = errors.some(({ extensions }) => extensions['code'] === 'TIMED_OUT');
          graphqlOperations.inc({ type, outcome: isOver ? 'timed-out' : failed ? 'errors' : 'ok' });
          const attributes = { 'graphql.operation.type': type };
          recordSpan({ name: 'graphql.execute', seconds, attributes, hasFailed: failed });
        },
      };
    },
    onSubscribe: () => ({
      onSubscribeResult: ({ result }) => countSubscription({ graphqlOperations }, result),
    }),
  };
}

/** `result` is a stream when the subscription has begun. */
export function countSubscription({ graphqlOperations }: Pick<Metrics, 'graphqlOperations'>, result: unknown): void {
  graphqlOperations.inc({ type: 'subscription', outcome: isAsyncIterable(result) ? 'ok' : 'errors' });
}
