/** GraphiQL from our own origin: everything is in one page, so that it works where there is no internet. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib';
import { graphqlPath } from './yoga.ts';

interface CompressedPage {
  readonly br: Buffer;
  readonly gzip: Buffer;
}

const firstQuery = `# Tidewatch: the newest anomalies and whom they concern
query NewestAnomalies {
  ingest {
    source
    simulated
    dataAsOf
  }
  anomalies(first: 10) {
    totalCount
    edges {
      node {
        kind
        severity
        openedAt
        reason
        subscriber {
          number
        }
      }
    }
  }
}
`;

/** The page is 9 MB of script: it is loaded and compressed when first asked for, and kept compressed. */
async function renderPage(): Promise<CompressedPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = Buffer.from(
    renderGraphiQL({
      title: 'Tidewatch GraphiQL',
      endpoint: graphqlPath,
      subscriptionsProtocol: 'WS',
      defaultQuery: firstQuery,
    }),
  );
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(html, quality), promisify(gzip)(html)]);
  return { br, gzip: zipped };
}

/** The page is one file of inline scripts and styles, so these must be allowed; nothing of another origin is. */
const contentSecurityPolicy = (host: string): string =>
  [
    "default-src 'none'",
    "script-src 'unsafe-inline' blob:",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    'worker-src blob:',
    `connect-src 'self' ws://${host} wss://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Answers GET and HEAD of the page; the host has been checked. */
export function createGraphiql(): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let rendered: Promise<CompressedPage> | null = null;
  return async (request, response) => {
    rendered ??= renderPage().catch((error: unknown) => {
      rendered = null;
      throw error;
    });
    const page = await rendered;
    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
    const body = encoding ? page[encoding] : await promisify(gunzip)(page.gzip);
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(request.headers.host ?? ''));
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': body.byteLength,
      ...(encoding && { 'Content-Encoding': encoding }),
      'Cache-Control': 'no-cache',
      Vary: 'Accept, Accept-Encoding',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
