/** A bare WebSocket client that speaks graphql-transport-ws message by message, for tests of what a proper client never does. */
import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

export interface SocketMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

export interface SocketClient {
  readonly socket: WebSocket;
  send(message: SocketMessage): void;
  /** The next message that was not taken yet; waits for it. */
  next(): Promise<SocketMessage>;
  /** Code and reason with which the server closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Begins an operation. */
  subscribe(id: string, query: string, variables?: object): void;
  /** The same with whatever stands for the document. */
  begin(id: string, payload: object): void;
  /** Says hello and waits for the answer. */
  greet(): Promise<void>;
}

export async function openSocket(
  url: string,
  options: ClientOptions = {},
  protocols: readonly string[] = ['graphql-transport-ws'],
): Promise<SocketClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, [...protocols], options);
  const arrived: SocketMessage[] = [];
  const waiting: ((message: SocketMessage) => void)[] = [];
  socket.on('message', (text: Buffer) => {
    const message = JSON.parse(text.toString()) as SocketMessage;
    const take = waiting.shift();
    if (take) take(message);
    else arrived.push(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');
  const send = (message: SocketMessage): void => socket.send(JSON.stringify(message));
  const next = async (): Promise<SocketMessage> =>
    arrived.shift() ?? (await new Promise<SocketMessage>((resolve) => waiting.push(resolve)));
  return {
    socket,
    send,
    next,
    closed,
    subscribe: (id, query, variables = {}) => send({ type: 'subscribe', id, payload: { query, variables } }),
    begin: (id, payload) => send({ type: 'subscribe', id, payload }),
    async greet() {
      send({ type: 'connection_init' });
      await next();
    },
  };
}

/** The HTTP status with which an upgrade is refused. */
export async function refusalOf(url: string, options: ClientOptions): Promise<number | undefined> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', options);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode?: number; resume(): void },
  ];
  response.resume();
  socket.terminate();
  return response.statusCode;
}
