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
   * Text messages, each made of parts that are in UTF-8 already. Null when more may be written at once, otherwise when.
   * They go past `ws`, which would copy each and write its head and body apart; between two of its own frames, as it
   * never leaves one half written: messages are not compressed here.
   */
  writeFrames(messages: readonly (readonly Buffer[])[]): Promise<void> | null {
    if (!this.#isOpen) return null;
    const connection = this.#connection;
    const frames = messages.map(textFrame);
    const last = frames.pop();
    if (last === undefined) return null;
    // Together they go to the network in one call.
    if (frames.length > 0) connection.cork();
    for (const frame of frames) connection.write(frame);
    const isFull = connection.writableLength > mostUnsentBytes;
    const room = isFull ? new Promise<void>((resolve) => connection.write(last, () => resolve())) : null;
    if (!isFull) connection.write(last);
    if (frames.length > 0) connection.uncork();
    return room;
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }
}

/** A whole, unmasked text message, as a server sends it (RFC 6455, section 5.2). */
function textFrame(parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + length);
  frame[0] = 0x81;
  if (headLength === 2) frame[1] = length;
  else if (headLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  let offset = headLength;
  for (const part of parts) {
    frame.set(part, offset);
    offset += part.byteLength;
  }
  return frame;
}
