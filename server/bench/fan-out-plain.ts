/** The plain way: Yoga and graphql-ws as their documentation joins them, one execution for each client and event. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionArgs } from 'graphql';
import { printSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createSchema, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { BoundedQueue } from '../src/live/bounded-queue.ts';
import { schema as ownSchema } from '../src/graphql/schema.ts';
import { eventNumber } from './fan-out-question.ts';
import type { FanOutServer } from './fan-out-server.ts';

type Run = Record<'execute' | 'subscribe', (args: ExecutionArgs) => never>;
const runOf = (args: ExecutionArgs): Run => args.rootValue as Run;

/** An event ready to be read field by field: the plain way has no resolvers that cost anything. */
function plainEvent(n: number): object {
  const { at, ordinal, anomaly } = eventNumber(n);
  const time = new Date(at * 1000).toISOString();
  const band = { lowBitsPerSecond: 8000, usualBitsPerSecond: 8000, highBitsPerSecond: 8000 };
  return {
    cursor: `${at}-${ordinal}`,
    type: 'OPENED',
    anomaly: {
      ...anomaly,
      id: `QW5vbWFseTp${anomaly.id}abcdefghijkl`,
      subscriber: { number: anomaly.subscriber },
      device: { name: anomaly.device },
      kind: 'UPLOAD_SURGE',
      hint: 'spam bot or exfiltration',
      severity: 'WARNING',
      status: 'OPEN',
      openedAt: time,
      detectedAt: time,
      upBitsPerSecond: 8000,
      downBitsPerSecond: 8000,
      expectedUp: band,
      expectedDown: band,
      oneInDays: 1e7,
      excessBytes: '123456789',
    },
  };
}

export async function startPlain(): Promise<FanOutServer> {
  const listeners = new Set<BoundedQueue<object>>();
  const subscribe = (): BoundedQueue<object> => {
    // A queue for each, as the library's own way to publish ends the process when one client stops reading.
    const queue = new BoundedQueue<object>({ capacity: 256, overflow: 'close' }, () => listeners.delete(queue));
    listeners.add(queue);
    return queue;
  };
  const schema = createSchema({
    typeDefs: printSchema(ownSchema),
    resolvers: {
      FeedEvent: { __resolveType: () => 'AnomalyEvent' },
      Node: { __resolveType: () => 'Anomaly' },
      Subscription: { anomalyEvents: { subscribe, resolve: (event: object) => event } },
    },
  });
  const yoga = createYoga({ schema, logging: false });
  const server = createServer((request, response) => void yoga(request, response));
  const sockets = new WebSocketServer({ server, path: yoga.graphqlEndpoint });
  useServer(
    {
      execute: (args) => runOf(args).execute(args),
      subscribe: (args) => runOf(args).subscribe(args),
      onSubscribe: async (context, _id, params) => {
        const enveloped = yoga.getEnveloped({ ...context, params });
        const { execute, subscribe: begin, contextFactory, parse, validate } = enveloped;
        const document = parse(params.query);
        const errors = validate(enveloped.schema, document);
        if (errors.length > 0) return errors;
        return {
          schema: enveloped.schema,
          operationName: params.operationName,
          document,
          variableValues: params.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe: begin },
        };
      },
    },
    sockets,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    listeners: () => listeners.size,
    publish(from, to) {
      const events = Array.from({ length: to - from }, (_, index) => plainEvent(from + index));
      for (const queue of listeners) queue.push(events);
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
