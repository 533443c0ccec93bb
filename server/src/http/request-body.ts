/** Reads the body of a request, counting its bytes as they come, whether or not their number was announced. */
import type { IncomingMessage } from 'node:http';

/** Null when the body is longer than `mostBytes`; what is left of it is not read. Rejects when the client breaks off. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  // The response still has to be sent over the same socket, so an iterator that is left must not destroy it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).byteLength;
    if (length > mostBytes) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
