/** Answers with rows: a page of them as a whole with ETag and Link, or all of them as a stream that waits for its client. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerHeld, revalidated } from '../http/held-answer.ts';
import type { RowFormat } from './row-formats.ts';

/** A client that takes nothing for so long is cut off. */
const silenceMs = 60_000;

export interface RowPage {
  readonly rows: readonly object[];
  /** Cursor of the next page; null when this is the last. */
  readonly next: string | null;
}

/** `url` is that of the request: the next page has all of its parameters, and another cursor. */
export function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  format: RowFormat,
  { rows, next }: RowPage,
  url: URL,
): void {
  response.setTimeout(silenceMs, () => response.destroy());
  const text = format.opening + rows.map((row) => format.line(row)).join(format.separator) + format.closing;
  answerHeld(request, response, format.contentType, text, next === null ? {} : { Link: linkToNext(url, next) });
}

/** Relative to the request, so that it is right behind a proxy that puts us under another path. */
function linkToNext(url: URL, cursor: string): string {
  const query = new URLSearchParams(url.searchParams);
  query.set('cursor', cursor);
  return `<?${query.toString()}>; rel="next"`;
}

/**
 * Chunks are read one at a time, and the next one only when the client took what it was sent. The first is read before the
 * headers go out, so that an error of history can still be told; a later one is thrown, and whoever catches it must cut the
 * connection: an answer that lacks its end is never mistaken for a complete one.
 */
export async function streamRows(
  request: IncomingMessage,
  response: ServerResponse,
  format: RowFormat,
  chunks: AsyncIterable<readonly object[]>,
): Promise<void> {
  const headers = { 'Content-Type': format.contentType, ...revalidated };
  if (request.method === 'HEAD') {
    response.writeHead(200, headers).end();
    return;
  }
  const left = new AbortController();
  response.once('close', () => left.abort());
  response.setTimeout(silenceMs, () => response.destroy());
  let before = format.opening;
  for await (const rows of chunks) {
    if (left.signal.aborted) return;
    if (rows.length === 0) continue;
    if (!response.headersSent) response.writeHead(200, headers);
    const text = before + rows.map((row) => format.line(row)).join(format.separator);
    before = format.separator;
    if (!response.write(text)) await once(response, 'drain', { signal: left.signal });
  }
  if (!response.headersSent) response.writeHead(200, headers).write(before);
  response.end(format.closing);
}
