import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawKey } from '../push-fixture.ts';
import { seededRandom } from '../random.ts';

const slotSeconds = 600;
const slots = 12;
const subscribers = 5;
/** The last of the slots has ended by the clock of this machine. */
const firstSlot = (Math.floor(Date.now() / 1000 / slotSeconds) - slots) * slotSeconds;
const random = seededRandom(3);

interface Row {
  readonly device: string;
  readonly subscriber: string;
  readonly slotStart: number;
  readonly upBytes: number;
  readonly downBytes: number;
}
const rows: Row[] = Array.from({ length: slots * subscribers }, (_, n) => ({
  device: '62.0',
  subscriber: String(1000 + (n % subscribers)),
  slotStart: firstSlot + Math.floor(n / subscribers) * slotSeconds,
  upBytes: random.below(1e9),
  downBytes: random.below(1e9),
}));
const inSlots = (from: number, to: number): Row[] =>
  rows.filter(
    ({ slotStart }) => slotStart >= firstSlot + from * slotSeconds && slotStart < firstSlot + to * slotSeconds,
  );

let folder: string;
let secret: string;
let server: { readonly process: ChildProcess; readonly url: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-push-crash-'));
  const { line, secret: drawn } = drawKey('collector', 'samples');
  secret = drawn;
  await writeFile(join(folder, 'push-keys'), line);
  await writeFile(
    join(folder, 'psxattrs.csv'),
    'Id,PSX,TransmitUnits,Delimiter,DateFormat\n3,62.0,bytes,|,%d/%m/%Y %H:%M:%S\n',
  );
  await start();
});

afterAll(async () => {
  await kill();
  await rm(folder, { recursive: true, force: true });
});

/** In a process of its own. Resolves when it answers. */
async function start(): Promise<void> {
  const main = join(import.meta.dirname, '../../src/main.ts');
  const files = [
    '--data',
    join(folder, 'data'),
    '--devices',
    join(folder, 'psxattrs.csv'),
    '--push-keys',
    join(folder, 'push-keys'),
  ];
  const options = [
    '--port',
    '0',
    '--push-wait',
    '0',
    '--lateness',
    '1200',
    '--poll-interval',
    '10',
    '--log-level',
    'silent',
  ];
  const child = spawn(process.execPath, [main, 'start', ...files, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  for await (const chunk of child.stderr) {
    told += String(chunk);
    const url = /Tidewatch is at (\S+)/.exec(told)?.[1];
    if (url === undefined) continue;
    server = { process: child, url };
    return;
  }
  throw new Error(`The server did not start: ${told}`);
}

async function kill(): Promise<void> {
  const exited = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await exited;
}

/** Resolves with the answer, or with null when the server died before it had one. Asks again while it is not ready. */
async function push(some: readonly Row[]): Promise<{ status: number; accepted: number; repeated: number } | null> {
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(some),
  };
  for (;;) {
    const response = await fetch(`${server.url}/ingest/samples`, init).catch(() => null);
    if (response === null) return null;
    const answer = (await response.json().catch(() => null)) as { accepted: number; repeated: number } | null;
    if (answer === null) return null;
    if (response.status !== 503) return { ...answer, status: response.status };
  }
}

/** What history has of everybody, in the order of `rows`. */
async function held(): Promise<unknown[]> {
  const found: { subscriber: string; slotStart: number; upBytes: number; downBytes: number }[] = [];
  for (const subscriber of new Set(rows.map((row) => row.subscriber))) {
    const response = await fetch(`${server.url}/api/subscriber/${subscriber}?limit=all`);
    const samples = (await response.json()) as { UpTx: number; DownTx: number; Start10mPeriod: number }[];
    for (const { UpTx, DownTx, Start10mPeriod } of samples)
      found.push({ subscriber, slotStart: Start10mPeriod / 1000, upBytes: UpTx, downBytes: DownTx });
  }
  return found.sort((a, b) => a.slotStart - b.slotStart || (a.subscriber < b.subscriber ? -1 : 1));
}

const expected = rows.map(({ device: _, ...row }) => row);

async function untilHeld(some: (found: number) => boolean): Promise<void> {
  while (!some((await held()).length));
}

describe('kill -9 of a server that rows are pushed to', () => {
  it('loses no row that was answered with 202, and counts none twice, whatever is sent again', async () => {
    // At once after the answer.
    expect(await push(inSlots(0, 4))).toMatchObject({ status: 202, accepted: 4 * subscribers });
    await kill();
    await start();
    // In the middle of the next, whose answer nobody hears; the first is not sent again.
    const unanswered = push(inSlots(4, 8));
    await kill();
    await unanswered;
    await start();
    // While what was kept is handed over and committed.
    expect(await push(inSlots(4, 8))).toMatchObject({ status: 202 });
    expect(await push(inSlots(8, 10))).toMatchObject({ status: 202, accepted: 2 * subscribers });
    await untilHeld((found) => found > 0);
    await kill();
    await start();
    // What was handed over in full comes again with what is new.
    expect(await push(inSlots(9, slots))).toMatchObject({ status: 202 });
    await untilHeld((found) => found >= expected.length);
    expect(await held()).toEqual(expected);
    expect(await push(inSlots(slots - 1, slots))).toMatchObject({ status: 202, accepted: 0, repeated: subscribers });
  });
}, 120_000);
