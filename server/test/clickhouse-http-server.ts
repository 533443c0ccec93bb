/**
 * ClickHouse's HTTP interface over the embedded engine, as far as `@clickhouse/client` uses it: real SQL behind a real
 * socket, on machines without a ClickHouse server. A program of its own, since a process has one engine:
 * `node clickhouse-http-server.ts FOLDER [PASSWORD [PORT [CERTIFICATE KEY]]]` prints its port. With a certificate it speaks TLS alone.
 */
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Session } from 'chdb';

const [folder = '', password = '', port = '0', certificate, key] = process.argv.slice(2);
const bodies = join(folder, 'bodies');
await mkdir(bodies, { recursive: true });
const session = new Session(join(folder, 'engine'));

/** What the HTTP layer itself takes out of the URL; the rest are settings of the engine. */
const ownParameters = new Set(['query', 'database', 'query_id', 'session_id', 'wait_end_of_query', 'default_format']);

interface Request {
  readonly query: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** Rows of an insert, when the query is in the URL. */
  readonly rows: Buffer | null;
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const parameters = new Map(new URL(incoming.url ?? '/', 'http://localhost').searchParams);
  const body = await buffer(incoming);
  const type = incoming.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) parameters.set(name, typeof value === 'string' ? value : await value.text());
    return { query: parameters.get('query') ?? '', parameters, rows: null };
  }
  const query = parameters.get('query');
  return query === undefined ? { query: body.toString(), parameters, rows: null } : { query, parameters, rows: body };
}

/** The engine has one session, so each request says all that it relies on. */
function preparation(parameters: ReadonlyMap<string, string>): string {
  const statements = [`USE ${parameters.get('database') ?? 'default'}`];
  for (const [name, value] of parameters) {
    if (!ownParameters.has(name)) statements.push(`SET ${name} = '${escaped(value)}'`);
  }
  return statements.join('; ');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0');
}

async function answer({ query, parameters, rows }: Request): Promise<Uint8Array> {
  const prepared = preparation(parameters);
  if (rows === null) return (await session.queryAsync(`${prepared}; ${query}`, { format: 'TabSeparated' })).bytes();
  const file = join(bodies, crypto.randomUUID());
  await writeFile(file, rows);
  try {
    // The rows of a request are a file here: `input` reads what is sent along, `file` reads that.
    const statement = query.includes(' FROM input(')
      ? query.replace(/ FROM input\(/, ` FROM file('${escaped(file)}', 'RowBinary', `).replace(/ FORMAT RowBinary$/, '')
      : query.replace(/ FORMAT (\w+)$/, ` FROM INFILE '${escaped(file)}' FORMAT $1`);
    return (await session.queryAsync(`${prepared}; ${statement}`)).bytes();
  } finally {
    await rm(file);
  }
}

function isAllowed(incoming: IncomingMessage): boolean {
  const given = Buffer.from(incoming.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
  return given === `default:${password}`;
}

// One query after another: settings and parameters belong to the one session.
let previous: Promise<unknown> = Promise.resolve();

const listener: RequestListener = (incoming, outgoing) => {
  const fail = (message: string): void => {
    const code = /Code: (\d+)/.exec(message)?.[1] ?? '1001';
    outgoing.writeHead(500, { 'X-ClickHouse-Exception-Code': code }).end(message);
  };
  if (incoming.url === '/ping') {
    outgoing.end('Ok.\n');
  } else if (!isAllowed(incoming)) {
    fail('Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)');
  } else {
    const request = requestOf(incoming);
    const result = previous.then(async () => answer(await request));
    previous = result.catch(() => undefined);
    result.then(
      (bytes) => outgoing.writeHead(200, { 'X-ClickHouse-Summary': '{}' }).end(bytes),
      (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
    );
  }
};

const server =
  certificate === undefined || key === undefined
    ? createServer(listener)
    : createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, listener);

server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));

// The parent goes, and so does this.
process.stdin.on('close', () => process.exit(0)).resume();
