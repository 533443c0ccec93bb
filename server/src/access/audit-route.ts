/** GET /access/audit: the whole audit as lines of JSON, in the order of its chains, with where they end. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AuditLog } from './audit-log.ts';

export async function sendAudit(log: AuditLog, response: ServerResponse): Promise<void> {
  // The export is in it, too.
  await log.settled();
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson; charset=utf-8', 'Cache-Control': 'no-store' });
  const left = new AbortController();
  response.once('close', () => left.abort());
  const head = log.head;
  for await (const page of log.entries()) {
    if (left.signal.aborted) return;
    const text = page.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (!response.write(text)) await once(response, 'drain', { signal: left.signal });
  }
  response.end(`${JSON.stringify({ head })}\n`);
}
