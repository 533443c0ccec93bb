/** GraphQL over WebSocket (graphql-transport-ws), joined to Yoga so that its limits, masking and metrics hold here too. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import type { Senders } from '../http/sender-address.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createSocketProtocol, type SocketExtra } from './socket-protocol.ts';
import { SocketWriter } from './socket-writer.ts';
import type { Graphql } from './yoga.ts';

export interface SocketLimits {
  /** Connections at once, WebSockets and event streams each; more are refused with 503. */
  readonly connections: number;
  /** Operations at once on one connection; more are the error TOO_MANY_OPERATIONS. */
  readonly operations: number;
  /** A client is asked this often whether it is there, and cut off when it has not answered by the next time. */
  readonly pingIntervalMs: number;
}

export const defaultSocketLimits: SocketLimits = { connections: 1000, operations: 20, pingIntervalMs: 12_000 };
const largestFrameBytes = 64 * 1024;

export interface GraphqlSocketOptions {
  readonly graphql: Graphql;
  readonly doorkeeper: Doorkeeper;
  readonly addressOf: Senders['addressOf'];
  readonly limits: SocketLimits;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export interface GraphqlSocket {
  /** Takes an upgrade whose path and origin were found good. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every connection with 1001; resolves when all are gone, those cut off that take longer than `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export function createGraphqlSocket({
  graphql,
  doorkeeper,
  addressOf,
  limits,
  log,
  metrics,
}: GraphqlSocketOptions): GraphqlSocket {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrameBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const protocol = makeServer(
    createSocketProtocol({ graphql, doorkeeper, mostOperations: limits.operations, metrics }),
  );
  server.on('connection', (socket, request) => {
    metrics.webSocketClients.inc();
    socket.once('close', () => metrics.webSocketClients.dec());
    watchPulse(socket, limits.pingIntervalMs);
    speak(protocol, socket, request, addressOf(request), log);
  });

  return {
    upgrade(request, socket, head) {
      if (server.clients.size >= limits.connections) {
        socket.end(
          'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 10\r\nContent-Length: 0\r\n\r\n',
        );
        return;
      }
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request));
    },
    async stop(graceMs) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of server.clients) client.close(1001, 'The server is stopping');
      const cutOff = setTimeout(() => {
        for (const client of server.clients) client.terminate();
      }, graceMs);
      await closed;
      clearTimeout(cutOff);
    },
  };
}

/** Pings, and ends the connection of a client that did not answer the ping before. */
function watchPulse(socket: WebSocket, intervalMs: number): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, intervalMs);
  socket.once('close', () => clearInterval(timer));
}

/** Ties one connection to the protocol. */
function speak(
  protocol: Server<SocketExtra>,
  socket: WebSocket,
  request: IncomingMessage,
  from: string,
  log: Logger,
): void {
  const writer = new SocketWriter(socket, request.socket);
  // A bad frame or a reset by the other side: ws closes the connection itself.
  socket.on('error', (error) => log.debug({ err: error }, 'A WebSocket connection failed'));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => writer.write(text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (message: Buffer) => {
          handle(message.toString()).catch((error: unknown) => {
            log.error({ err: error }, 'Unexpected error in a WebSocket message');
            socket.close(4500, 'Internal server error');
          });
        }),
    },
    {
      writer,
      from,
      headers: request.headers,
      close: (code, reason) => socket.close(code, reason),
    },
  );
  socket.once('close', (code, reason) => {
    Promise.resolve(closed(code, reason.toString())).catch((error: unknown) =>
      log.error({ err: error }, 'Unexpected error after a WebSocket closed'),
    );
  });
}
