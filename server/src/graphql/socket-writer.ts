/** Writes to one WebSocket: what is written at the same time leaves as one, and a client that does not read holds back its own. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Bytes that may be on their way to the network before a writer has to wait. */
const mostUnsentBytes = 64 * 1024;

export class SocketWriter {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;

  /** `connection` is what the socket writes to. */
  constructor(socket: WebSocket, connection: Duplex) {
    this.#socket = socket;
    this.#connection = connection;
  }

  /** Resolves when the bytes have left, so that a client that stops reading holds back its own messages. A closed socket drops them. */
  write(text: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isOpen) this.#socket.send(text, () => resolve());
      else resolve();
    });
  }

  /**
   * Text messages in UTF-8, each the head with a body behind it. Null when more may be written at once, otherwise when.
   * They go past `ws`, which would copy each and write its head and body apart; between two of its own frames, as it
   * never leaves one half written: messages are not compressed here.
   */
  writeFrames(head: Buffer, bodies: readonly Buffer[]): Promise<void> | null {
    if (!this.#isOpen) return null;
    const connection = this.#connection;
    const last = bodies.length - 1;
    // Together they go to the network in one call.
    if (last > 0) connection.cork();
    for (let n = 0; n < last; n++) connection.write(textFrame(head, bodies[n]!));
    const frame = textFrame(head, bodies[last]!);
    const isFull = connection.writableLength > mostUnsentBytes;
    const room = isFull ? new Promise<void>((resolve) => connection.write(frame, () => resolve())) : null;
    if (!isFull) connection.write(frame);
    if (last > 0) connection.uncork();
    return room;
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }
}

/** A whole, unmasked text message, as a server sends it (RFC 6455, section 5.2). */
function textFrame(head: Buffer, body: Buffer): Buffer {
  const length = head.byteLength + body.byteLength;
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x81;
  if (start === 2) {
    frame[1] = length;
  } else if (start === 4) {
    frame[1] = 126;
    frame[2] = length >> 8;
    frame[3] = length & 0xff;
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  head.copy(frame, start);
  body.copy(frame, start + head.byteLength);
  return frame;
}
