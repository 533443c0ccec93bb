/** A number that is nowhere by chance comes in by every way, and what a process tells of its work does not have it: log, metrics, spans, addresses. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { drawKey } from './push-fixture.ts';
import { freeUdpPort } from './radius-place.ts';
import { attributesOf, encodeRequest } from './radius-requests.ts';
import { createSnapshotFolder } from './snapshot-folder.ts';
import { openSocket } from './socket-client.ts';

const planted = '86753090';
const radiusSecret = 'planted-radius-secret';
const pseudonymKey = 'planted-pseudonym-key-of-forty-characters';
const slotSeconds = 600;
const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const spanFile = fileURLToPath(new URL('span-file.ts', import.meta.url));
const patience = { timeout: 30_000, interval: 50 };
const json = { 'content-type': 'application/json' };

const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(folders.splice(0).map((path) => rm(path, { recursive: true, force: true })));
});

interface Started {
  /** The log. */
  readonly out: string[];
  /** What it tells whoever started it. */
  readonly told: string[];
  /** Null when it has ended before it answered. */
  readonly url: string | null;
  end(): Promise<void>;
}

async function start(folder: string, args: readonly string[]): Promise<Started> {
  const env = { ...process.env, SPAN_FILE: join(folder, 'spans') };
  const command = ['--import', spanFile, program, 'start', '--port', '0', ...args];
  const started = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], env });
  children.push(started);
  const [out, told]: [string[], string[]] = [[], []];
  createInterface(started.stdout).on('line', (line) => out.push(line));
  const gone = once(started, 'close');
  const url = await new Promise<string | null>((resolve) => {
    createInterface(started.stderr).on('line', (line) => {
      told.push(line);
      const [, found] = /^Tidewatch is at (.*)$/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    void gone.then(() => resolve(null));
  });
  const end = async (): Promise<void> => {
    started.kill('SIGTERM');
    await gone;
  };
  return { out, told, url, end };
}

interface Place {
  readonly folder: string;
  readonly snapshots: string;
  /** Of a server that takes numbers by every way. */
  readonly args: readonly string[];
  readonly pushSecret: string;
  readonly radiusPort: number;
}

async function createPlace(hasPseudonyms: boolean): Promise<Place> {
  const { path: snapshots, deviceTable } = await createSnapshotFolder();
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-everywhere-'));
  folders.push(snapshots, folder);
  const { line, secret: pushSecret } = drawKey('north', 'samples');
  const radiusPort = await freeUdpPort();
  const files = { keys: line, clients: `127.0.0.1 * ${radiusSecret}\nnas bng 62.0\n`, pseudonyms: `${pseudonymKey}\n` };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const places = ['--data', join(folder, 'data'), '--snapshots', snapshots, '--devices', deviceTable];
  const ways = ['--push-keys', join(folder, 'keys'), '--push-wait', '0', '--radius', `127.0.0.1:${radiusPort}`];
  const pace = ['--radius-clients', join(folder, 'clients'), '--lateness', '0', '--poll-interval', '10'];
  const pseudonyms = hasPseudonyms ? ['--pseudonym-keys', join(folder, 'pseudonyms')] : [];
  const args = [...places, ...ways, ...pace, '--log-level', 'debug', ...pseudonyms];
  return { folder, snapshots, args, pushSecret, radiusPort };
}

/** Names of files, addresses and headers that would end a line of the log, or speak to a terminal. */
async function putInEvilNames(url: string, snapshots: string): Promise<void> {
  const evil = '"}{"level":"fatal","msg":"forged"}\u001b[31m';
  await writeFile(join(snapshots, `psx_nobody${evil}_2024-01-01 00:10:00.csv`), 'x');
  await writeFile(join(snapshots, 'psx_62.0_2024-01-01 00:10:00.csv.gz'), `no gzip${evil}`);
  const ends = encodeURIComponent(`\n${evil}`);
  for (const path of [`/api/nothing${ends}`, `/${ends}`, `/health/ready?${ends}`, '/..%2f..%2fpackage.json']) {
    const answer = await fetch(url + path, { headers: { 'user-agent': evil.slice(0, -5) } });
    expect(await answer.text()).not.toContain('"dependencies"');
  }
}

async function push(url: string, secret: string): Promise<void> {
  const ended = Math.floor(Date.now() / 1000 / slotSeconds) * slotSeconds;
  const rows = [3, 2, 1].flatMap((slots) =>
    ['62.0', '69.0'].map((device) => {
      const slotStart = ended - slots * slotSeconds;
      return { device, subscriber: planted, slotStart, upBytes: 600_000, downBytes: 900_000 };
    }),
  );
  const send = (body: unknown) =>
    fetch(`${url}/ingest/samples`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    });
  await vi.waitFor(async () => expect((await send(rows)).status).toBe(202), patience);
  expect((await send([{ ...rows[0], device: planted }])).status).toBe(422);
  expect((await send(`{ ${planted}`)).status).toBeGreaterThanOrEqual(400);
}

/** One that is taken, one that is signed wrongly, and one that is none. */
async function account(port: number): Promise<void> {
  const at = Math.floor(Date.now() / 1000);
  const told = { session: `s-${planted}`, subscriber: planted, nas: 'bng', at, upBytes: 5, downBytes: 7 };
  const attributes = attributesOf({ ...told, status: 'start', sessionSeconds: 0 });
  const socket = createSocket('udp4');
  const answered = once(socket, 'message');
  const requests = [
    encodeRequest(7, attributes, 'another secret'),
    Buffer.from(`none ${planted}`),
    encodeRequest(8, attributes, radiusSecret),
  ];
  for (const request of requests) socket.send(request, port, '127.0.0.1');
  const [answer] = (await answered) as [Buffer];
  expect([answer[0], answer[1]]).toEqual([5, 8]);
  socket.close();
}

/** Gives headers and bodies of answers to questions that do not name him. */
async function ask(url: string): Promise<{ headers: string; bodies: string }> {
  const query = (body: object) =>
    fetch(`${url}/graphql`, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const id = await vi.waitFor(async () => {
    const answer = await query({ query: '{ subscribers(first: 5) { edges { node { id number } } } }' });
    const { data } = (await answer.json()) as { data: { subscribers: { edges: { node: { id: string } }[] } } };
    return data.subscribers.edges[0]!.node.id;
  }, patience);
  // These do name him.
  await query({ query: 'query ($n: String!) { subscriber(number: $n) { id number } }', variables: { n: planted } });
  await query({ query: `{ subscriber(number: "${planted}") { nothing } }` });
  await query({ query: `{ search(text: "${planted}") { ... on Subscriber { id } } ` });
  await fetch(`${url}/api/subscriber/${planted}`);
  await fetch(`${url}/api/anomalies?subscriber=${planted}&nothing=${planted}`);
  const socket = await openSocket(url);
  await socket.greet();
  socket.subscribe('1', 'query ($n: String!) { subscriber(number: $n) { id } }', { n: planted });
  await socket.next();
  socket.subscribe('2', `{ subscriber(number: "${planted}") { nothing } }`);
  await socket.next();
  socket.subscribe('3', 'query ($id: ID!) { subscriber(id: $id) { id number } }', { id });
  const bodies: unknown[] = [];
  while (!JSON.stringify(bodies).includes('"3"')) bodies.splice(0, bodies.length, await socket.next());
  socket.socket.terminate();
  const opaque = encodeURIComponent(id);
  const headers: unknown[] = [];
  const streamed = new AbortController();
  for (const path of [
    `/api/subscriber/${opaque}?limit=1`,
    `/api/anomalies?subscriber=${opaque}`,
    `/api/anomalies/stream?subscriber=${opaque}`,
    '/metrics',
  ]) {
    const answer = await fetch(url + path, { signal: streamed.signal });
    expect([path, answer.status]).toEqual([path, 200]);
    headers.push([...answer.headers]);
    if (!path.includes('stream')) bodies.push(await answer.text());
  }
  streamed.abort();
  expect(JSON.stringify(headers)).toContain('rel=\\"next\\"');
  return { headers: JSON.stringify(headers), bodies: JSON.stringify(bodies) };
}

/** What was planted, and is found in what the process tells. */
async function plantedIn(hasPseudonyms: boolean): Promise<string[]> {
  const { folder, snapshots, args, pushSecret, radiusPort } = await createPlace(hasPseudonyms);
  const check = await start(folder, [...args, '--check']);
  expect(check.url).toBeNull();
  expect(check.told.concat(check.out).join('\n')).toContain('The settings are in order');
  const started = await start(folder, args);
  const url = started.url!;
  await putInEvilNames(url, snapshots);
  await account(radiusPort);
  await push(url, pushSecret);
  const { headers, bodies } = await ask(url);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('tidewatch_push_rows_refused_total');
  await started.end();
  const spans = await readFile(join(folder, 'spans'), 'utf8');
  expect(spans).toContain('"graphql.execute"');
  expect(started.out.join('\n')).toContain('RADIUS accounting is taken');
  expect(started.out.join('\n')).toContain(String.raw`nobody\"}{`);
  expect(started.out.map((line) => (JSON.parse(line) as { level: string }).level)).not.toContain('fatal');
  expect(started.out.filter((line) => line.split('').some((one) => one < ' '))).toEqual([]);
  const lines = [check.out, check.told, started.out, started.told].flat();
  const all = [...lines, metrics, spans, headers, hasPseudonyms ? bodies : ''].join('\n');
  return [planted, radiusSecret, pseudonymKey, pushSecret].filter((text) => all.includes(text));
}

it('a planted number is in no line of the log, metric, span or address, where subscribers stand under pseudonyms, and under numbers', async () => {
  expect(await Promise.all([true, false].map(plantedIn))).toEqual([[], []]);
}, 120_000);
