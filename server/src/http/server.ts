/** The node:http server around a request handler: time limits, faults of the handler, and an orderly end. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '../telemetry/log.ts';
import { answerProblem } from './answer.ts';

export type AsyncRequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Creates the server, not yet listening. A handler that throws becomes a 500 that says nothing, and a line in the log. */
export function createHttpServer(handle: AsyncRequestHandler, log: Logger): Server {
  const timeouts = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 };
  return createServer(timeouts, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that left in the middle is no fault of ours.
      if (response.destroyed) return;
      log.error({ err: error, method: request.method }, 'Unexpected error while answering a request');
      if (response.headersSent) response.destroy();
      else answerProblem(request, response, 500, 'Unexpected error');
    });
  });
}

/** Listens; gives the port taken. Rejects with a sentence that names the address when it can't. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => reject(new Error(`Can't listen on ${host} port ${port}: ${error.message}`));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Accepts nothing more and waits for the requests under way, at most `graceMs`; then cuts them off. */
export async function finish(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection that becomes idle from now on would otherwise stay open until its keep-alive ends.
  server.on('request', (_request, response: ServerResponse) => response.setHeader('Connection', 'close'));
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cutOff);
}
