/** The dashboard's files, as they were built, from memory of where they are: compressed ones first, a document for every page. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { answerText } from './answer.ts';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tidewatch</title>
<p>The dashboard is not built. <code>npm start</code> builds it before it starts the server.</p>
<p>The API answers all the same: <a href="/graphql">GraphQL</a>, <a href="/api/statistics">REST</a>, <a href="/metrics">metrics</a>.</p>
`;

/** A person who opens a page, as opposed to a script that asks for a file. */
const isNavigation = ({ headers }: IncomingMessage): boolean =>
  headers['sec-fetch-mode'] === 'navigate' || (headers.accept ?? '').includes('text/html');

/** Answers GET and HEAD. What is built later needs a restart. */
export function createDashboard(directory: string): RequestHandler {
  if (!existsSync(join(directory, 'fallback.html'))) {
    return (request, response) => answerText(request, response, 503, 'text/html; charset=utf-8', notBuilt);
  }
  const files = sirv(directory, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (response, pathname) => response.setHeader('Cache-Control', cachingOf(pathname)),
  });
  return (request, response) => {
    // A range that makes no sense makes sirv throw, and none of the files is long enough to need one.
    delete request.headers.range;
    // A file that was removed since the start would otherwise end the process.
    response.once('pipe', (file) => file.once('error', () => response.destroy()));
    files(request, response, () => {
      if (!isNavigation(request)) return answerText(request, response, 404, 'text/plain', 'There is no such file\n');
      request.url = sharedDocumentOf(request.url ?? '');
      files(request, response, () => {
        request.url = '/fallback';
        files(request, response);
      });
    });
  };
}

/** Where the build puts the document of all pages whose address differs in its last part: of all subscribers, say. */
function sharedDocumentOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  // A slash at the end begins no part.
  return `${path.slice(0, path.lastIndexOf('/', path.length - 2))}/_`;
}

/** Files under /_app/immutable carry a hash of their content in their name; all others are asked for again. */
const cachingOf = (pathname: string): string =>
  pathname.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache';
