/** An answer that is at hand as a whole: with its length and an ETag, or 304 when the client has it already. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { answerText } from './answer.ts';

/** To be asked for again each time, and then answered with 304 when it is the same. */
export const revalidated = { 'Cache-Control': 'no-cache' } as const;

/** The ETag is strong: it is made of the bytes and of what they are. */
export function answerHeld(
  request: IncomingMessage,
  response: ServerResponse,
  contentType: string,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const hash = createHash('sha256').update(contentType).update('\0').update(text).digest('base64url');
  const etag = `"${hash.slice(0, 22)}"`;
  const common = { ...revalidated, ETag: etag, ...headers };
  if (hasIt(request.headers['if-none-match'], etag)) {
    response.writeHead(304, common).end();
    return;
  }
  answerText(request, response, 200, contentType, text, common);
}

/** By weak comparison, as If-None-Match has it: a proxy may have made the ETag weak. */
function hasIt(given: string | undefined, etag: string): boolean {
  if (given === undefined) return false;
  return given.trim() === '*' || given.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
