/** How an operation that came over a WebSocket is run: by Yoga's own plugins, with every failure an `error` message of that operation. */
import { getOperationAST, GraphQLError } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import { clientError, maskError, toSocketErrors } from './errors.ts';
import type { Graphql } from './yoga.ts';

type Protocol = ServerOptions<Record<string, unknown>>;

/** As Yoga says it over HTTP. */
const noSuchOperation = ['OPERATION_RESOLUTION_FAILURE', 'Could not determine what operation to execute.'] as const;

export function createSocketProtocol(graphql: Graphql, mostOperations: number, log: Logger): Protocol {
  const masked = (error: unknown): GraphQLError => {
    const shown = maskError(error, 'Unexpected error.');
    if (shown !== error) log.error({ err: error }, 'Unexpected error in a GraphQL operation');
    return shown instanceof GraphQLError ? shown : new GraphQLError(shown.message);
  };

  return {
    async onSubscribe({ subscriptions }, _id, payload) {
      if (Object.keys(subscriptions).length > mostOperations) {
        return [clientError('TOO_MANY_OPERATIONS', `At most ${mostOperations} operations at once on one connection`)];
      }
      const { schema, parse, validate, contextFactory, execute, subscribe } = graphql.getEnveloped({ params: payload });
      // Limits are thrown here: uncaught, they would close the connection with all its other operations.
      try {
        const document = parse(payload.query);
        const errors = validate(schema, document);
        if (errors.length > 0) return errors;
        if (!getOperationAST(document, payload.operationName)) return [clientError(...noSuchOperation)];
        return {
          schema,
          document,
          operationName: payload.operationName,
          variableValues: payload.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        };
      } catch (error) {
        return [masked(error)];
      }
    },
    // The functions of this operation's own plugins, as `onSubscribe` left them.
    execute: (args) => (args.rootValue as Pick<Enveloped, 'execute'>).execute(args),
    subscribe: (args) => (args.rootValue as Pick<Enveloped, 'subscribe'>).subscribe(args),
    onError: (_context, _id, _payload, errors) => toSocketErrors(errors.map(masked)).map((error) => error.toJSON()),
    onNext: (_context, _id, _payload, _args, { errors, data = null }) =>
      errors && { data, errors: toSocketErrors(errors).map((error) => error.toJSON()) },
  };
}

type Enveloped = ReturnType<Graphql['getEnveloped']>;
