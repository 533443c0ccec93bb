/** Writes to one WebSocket: what is written at the same time leaves as one, and a client that does not read holds back its own. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Bytes that may be on their way to the network before a writer has to wait. */
const mostUnsentBytes = 64 * 1024;
const free = Promise.resolve();

export class SocketWriter {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  #corked = false;

  /** `connection` is what the socket writes to. */
  constructor(socket: WebSocket, connection: Duplex) {
    this.#socket = socket;
    this.#connection = connection;
  }

  /** Resolves when more may be written: at once, or when these bytes have left. A closed socket takes and drops everything. */
  write(text: string): Promise<void> {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return free;
    this.#gather();
    if (socket.bufferedAmount < mostUnsentBytes) {
      socket.send(text);
      return free;
    }
    return new Promise((resolve) => socket.send(text, () => resolve()));
  }

  /** Messages of one turn of the event loop go to the network in one call. */
  #gather(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.#connection.cork();
    process.nextTick(() => {
      this.#corked = false;
      this.#connection.uncork();
    });
  }
}
