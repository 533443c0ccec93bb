/** How long an operation may take, on every transport. */
import { getOperationAST, OperationTypeNode, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { readingWithin } from '../history/reading-time.ts';
import { clientError } from './errors.ts';

const retryAfterSeconds = 5;

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * A query that takes longer is answered with TIMED_OUT, and what it asks of history is called off. So is a mutation, but what
 * it has begun goes on to its end: half of it would be worse. Subscriptions last as long as their clients.
 */
export function createTimeLimit(limitMs: number): Plugin {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const operation = getOperationAST(args.document, args.operationName)?.operation;
      const isQuery = operation === OperationTypeNode.QUERY;
      setExecuteFn((given: ExecutionArgs) => executeWithin(executeFn as Execute, given, isQuery));
    },
  };

  function executeWithin(execute: Execute, args: ExecutionArgs, isQuery: boolean): ReturnType<Execute> {
    const over = new AbortController();
    const time = { signal: over.signal, limitMs };
    const outcome = isQuery ? readingWithin(time, () => execute(args)) : execute(args);
    return 'then' in outcome ? sooner(outcome, over) : outcome;
  }

  function sooner(outcome: Promise<ExecutionResult>, over: AbortController): Promise<ExecutionResult> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        over.abort();
        resolve({ errors: [timedOut(limitMs)] });
      }, limitMs);
      outcome.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}

function timedOut(limitMs: number) {
  const http = { status: 503, headers: { 'Retry-After': String(retryAfterSeconds) } };
  const message = `The operation took longer than ${limitMs / 1000} s; ask for less, or again later. What a mutation had begun is done all the same`;
  return clientError('TIMED_OUT', message, null, { retryAfterSeconds, http });
}
