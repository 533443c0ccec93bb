/** An address of this machine that nobody has a reason to connect to: who does was led there by a request. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export interface Elsewhere {
  /** Of a file that would be there. */
  readonly url: string;
  /** Connections that were made. */
  readonly visits: number;
  stop(): Promise<void>;
}

export async function listenElsewhere(): Promise<Elsewhere> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`,
    get visits() {
      return visits;
    },
    async stop() {
      server.close();
      await once(server, 'close');
    },
  };
}
