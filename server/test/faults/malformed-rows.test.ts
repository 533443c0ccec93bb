import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { person } from '../api-person.ts';
import { heldRows } from '../push-place.ts';
import { seededRandom, type Random } from '../random.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { createSnapshotFolder, firstSlot, type SnapshotFolder } from '../snapshot-folder.ts';
import { rounds, tellFigure } from './rounds.ts';

const slots = 10;
const spoiledEach = rounds({ quick: 1000, whole: 10_000 });
const subscribers = Array.from({ length: 20 }, (_, n) => `${1000 + n}`);
const rateOf = (n: number): [number, number] => [n + 1, 2 * n + 1];

/** A row of somebody else, so that whatever is made of it changes none of the good rows. */
const rowOf = (n: number): string[] => [
  `${900_000 + n}`,
  '3',
  `${5_000_000 + n}`,
  '01-01-2024 00:00:00',
  '',
  '600',
  '1000',
  '2000',
];

/** What goes wrong between a device and a file, and what somebody may plant. */
const odd = [
  'NaN',
  'Infinity',
  '1e309',
  '-1',
  '9007199254740993',
  '9'.repeat(40),
  '=HYPERLINK("http://example.net")',
  '@SUM(A1)',
  '0x10',
  '1,5',
  '\0',
  'a\0b',
  '\uFEFF3',
  '\u202E',
  '😀',
  '31-02-2024 00:00:00',
  '01-01-1970 00:00:00',
  '01-01-2099 00:00:00',
  "'; DROP TABLE samples; --",
  '\uD800',
];

function spoiled(n: number, random: Random): string {
  const row = rowOf(n);
  switch (random.below(6)) {
    case 0:
      return row.slice(0, random.below(row.length)).join(',');
    case 1:
      return `${row.join(',')},${'more,'.repeat(1 + random.below(50))}`;
    case 2:
      return Buffer.from(row.join(','), 'utf16le').toString('latin1');
    case 3:
      return `"${row.join('","')}`;
    case 4:
      return String.fromCharCode(...Array.from({ length: 1 + random.below(80) }, () => 14 + random.below(240)));
    default:
      row[random.below(row.length)] = random.pick(odd);
      return row.join(random.pick([',', ',', ',', ';', '\t', '|']));
  }
}

let folder: SnapshotFolder;
let server: ServerProcess;
let data: string;

beforeAll(async () => {
  folder = await createSnapshotFolder();
  data = join(folder.path, 'data');
  const random = seededRandom(17);
  const rates = Object.fromEntries(subscribers.map((subscriber, n) => [subscriber, rateOf(n)]));
  for (let slot = 0; slot < slots; slot++) {
    const lines = Array.from({ length: spoiledEach }, (_, n) => spoiled(slot * spoiledEach + n, random));
    // One that would be ten megabytes of a row, amid the others.
    if (slot === 1) lines.splice(7, 0, `1,3,${'x'.repeat(10_000_000)}`);
    await folder.write('62.0', slot, rates, lines);
  }
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  await writeFile(join(folder.path, 'psx_62.0_2024-01-01 03:10:00.csv.gz'), bomb);
  const options = ['--snapshots', folder.path, '--devices', folder.deviceTable, '--data', data];
  server = await startServer([
    ...options,
    '--poll-interval',
    '10',
    '--settled-after',
    '0',
    '--max-file-size',
    '100000000',
  ]);
}, 120_000);

afterAll(async () => {
  await server.kill();
  await folder.remove();
});

interface Told {
  readonly ingest: {
    readonly unreadableFiles: number;
    readonly accounting: { rows: number; accepted: number; dropped: { reason: string; rows: number }[] };
    readonly deadLetters: { edges: { node: { line: number; reason: string } }[] };
  };
}

const question = `{ ingest { unreadableFiles accounting { rows accepted dropped { reason rows } }
  deadLetters(first: 500) { edges { node { line reason } } } } }`;

it('malformed rows are dead letters with line and reason, each counted; good ones between them are exact; nothing is inflated', async () => {
  const alice = person(server.url, 'alice');
  let told!: Told;
  await expect
    .poll(async () => (told = await alice.ask<Told>(question)).ingest.accounting.rows, { timeout: 90_000 })
    .toBeGreaterThan((slots - 3) * spoiledEach);
  const { accounting, unreadableFiles, deadLetters } = told.ingest;
  const dropped = accounting.dropped.reduce((sum, { rows }) => sum + rows, 0);
  expect(accounting.accepted + dropped).toBe(accounting.rows);
  expect(dropped).toBeGreaterThan(accounting.rows / 2);
  expect(unreadableFiles).toBe(1);
  expect(deadLetters.edges).toHaveLength(500);
  for (const { node } of deadLetters.edges) {
    expect(node.line).toBeGreaterThan(1);
    expect(node.reason).not.toBe('');
  }
  const closed = slots - 3;
  const expected = Array.from({ length: closed }, (_, slot) =>
    subscribers.map((subscriber, n) => ({
      subscriber,
      slotStart: firstSlot + slot * 600,
      upBytes: rateOf(n)[0] * 600,
      downBytes: rateOf(n)[1] * 600,
    })),
  ).flat();
  const held = (await heldRows(server.url, subscribers)).filter(
    ({ slotStart }) => slotStart < firstSlot + closed * 600,
  );
  expect(held).toEqual(expected);
  const [, peakKilobytes] = /VmHWM:\s*(\d+)/.exec(await readFile(`/proc/${server.child.pid}/status`, 'utf8'))!;
  tellFigure(
    `${slots * spoiledEach} malformed rows, a row of 10 MB, a gzip bomb`,
    `${dropped} dropped with a reason, none of the good ones changed; the process had at most ${Math.round(Number(peakKilobytes) / 1024)} MB`,
  );
}, 180_000);
