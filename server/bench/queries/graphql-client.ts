/** Asks a GraphQL server on this machine over one connection that stays open. */
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';

export interface GraphqlClient {
  /** The data of the answer. Rejects when there are errors. */
  ask(query: string, variables?: object): Promise<Record<string, unknown>>;
  close(): void;
}

/** `more` says who asks. */
export function connect(port: number, more: Readonly<Record<string, string>> = {}): GraphqlClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    async ask(query, variables = {}) {
      const headers = { 'content-type': 'application/json', accept: 'application/json', ...more };
      const sent = request({ agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers });
      sent.end(JSON.stringify({ query, variables }));
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = await response.toArray();
      const answer = JSON.parse(Buffer.concat(chunks).toString()) as {
        data: Record<string, unknown>;
        errors?: unknown;
      };
      if (answer.errors) throw new Error(`${query}\n${JSON.stringify(variables)}\n${JSON.stringify(answer.errors)}`);
      return answer.data;
    },
    close: () => agent.destroy(),
  };
}
