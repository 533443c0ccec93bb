/** How an operation that came over a WebSocket is run: by Yoga's own plugins, with every failure an `error` message of that operation. */
import { getOperationAST, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { IncomingHttpHeaders } from 'node:http';
import type { ServerOptions } from 'graphql-ws';
import { credentialOfConnection } from '../access/credential.ts';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import type { Principal } from '../access/policy.ts';
import { unknownSender } from './access-rule.ts';
import { clientError, toSocketErrors } from './errors.ts';
import { countSubscription } from './operation-metrics.ts';
import { actorOfConnection } from './request-actor.ts';
import { ConnectionsOfEach } from './connections-of-each.ts';
import { subscribeGrouped } from './grouped-subscription.ts';
import { withDocument } from './trusted-documents.ts';
import { SocketAnswers } from './socket-answers.ts';
import type { SocketWriter } from './socket-writer.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Graphql } from './yoga.ts';

/** What goes with each connection. */
export interface SocketExtra {
  readonly writer: SocketWriter;
  /** Address of the network. */
  readonly from: string;
  /** Of the request that opened it. */
  readonly headers: IncomingHttpHeaders;
  readonly close: (code: number, reason: string) => void;
  /** Known once the client has said who it is. */
  principal?: Principal;
  /** Ends the watch over its credential, and gives its place free. */
  unwatch?: () => void;
}
type Protocol = ServerOptions<Record<string, unknown>, SocketExtra>;

/** Tabs, walls and programs of one person or key; whoever sits at the machine alone has no bound of his own. */
const mostOfOne = 20;

/** As Yoga says it over HTTP. */
const noSuchOperation = ['OPERATION_RESOLUTION_FAILURE', 'Could not determine what operation to execute.'] as const;

export interface SocketProtocolOptions {
  readonly graphql: Graphql;
  readonly doorkeeper: Doorkeeper;
  readonly mostOperations: number;
  readonly metrics: Metrics;
}

/** The functions of one operation. */
interface Runner {
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<SocketAnswers | ExecutionResult>;
}
const runnerOf = (args: ExecutionArgs): Runner => args.rootValue as Runner;

export function createSocketProtocol({
  graphql,
  doorkeeper,
  mostOperations,
  metrics,
}: SocketProtocolOptions): Protocol {
  const { yoga, groups, masked, documents, costLimit } = graphql;
  const subscribe = async (args: ExecutionArgs, writer: SocketWriter, id: string) => {
    const answers = await subscribeGrouped(args, groups, masked);
    countSubscription(metrics, answers);
    return isAsyncIterable(answers) ? new SocketAnswers(answers, writer, id) : answers;
  };

  const openOf = new ConnectionsOfEach(mostOfOne);

  return {
    /** False closes it with 4403. */
    async onConnect({ connectionParams, extra }) {
      const credential = credentialOfConnection(connectionParams, extra.headers);
      const principal = await doorkeeper.principalFor(credential);
      if (principal === null) return false;
      const leave = openOf.enter(principal);
      if (leave === null) {
        extra.close(4429, `At most ${mostOfOne} connections at once for one person or key`);
        return false;
      }
      extra.principal = principal;
      const unwatch = doorkeeper.watch(credential, principal, () => extra.close(4403, 'Log in again'));
      extra.unwatch = () => {
        unwatch();
        leave();
      };
      return true;
    },
    onClose: ({ extra }) => extra.unwatch?.(),
    async onSubscribe({ subscriptions, connectionParams, extra: { writer, principal, from } }, id, given) {
      if (principal === undefined) return [unknownSender()];
      if (Object.keys(subscriptions).length > mostOperations) {
        return [clientError('TOO_MANY_OPERATIONS', `At most ${mostOperations} operations at once on one connection`)];
      }
      // Limits are thrown here: uncaught, they would close the connection with all its other operations.
      try {
        costLimit.admit(principal);
        const payload = withDocument(given, principal, documents);
        const { schema, parse, validate, contextFactory, execute } = yoga.getEnveloped({
          params: payload,
          principal,
          from,
        });
        const document = parse(payload.query);
        const errors = validate(schema, document);
        if (errors.length > 0) return errors;
        if (!getOperationAST(document, payload.operationName)) return [clientError(...noSuchOperation)];
        const args = {
          schema,
          document,
          operationName: payload.operationName,
          variableValues: payload.variables,
          contextValue: await contextFactory({ actor: actorOfConnection(principal, connectionParams) }),
          rootValue: { execute, subscribe: (asked: ExecutionArgs) => subscribe(asked, writer, id) },
        };
        costLimit.charge(args);
        return args;
      } catch (error) {
        return [masked(error)];
      }
    },
    // The functions of this operation's own plugins, as `onSubscribe` left them.
    execute: (args) => runnerOf(args).execute(args),
    subscribe: (args) => runnerOf(args).subscribe(args),
    onError: (_context, _id, _payload, errors) => toSocketErrors(errors.map(masked)).map((error) => error.toJSON()),
    onNext: (_context, _id, _payload, _args, { errors, data = null, extensions }) =>
      errors && {
        data,
        errors: toSocketErrors(errors).map((error) => error.toJSON()),
        ...(extensions && { extensions }),
      },
  };
}
