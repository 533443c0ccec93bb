import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSimulate } from '../../src/simulate.ts';

/** Half of them are killed around a commit, half around a checkpoint. */
const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);
let folder: string;
let uninterrupted: Told;

interface Outcome {
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

interface Told {
  readonly restoredFrom: number | null;
  readonly held: {
    readonly closedThrough: number;
    readonly anomalies: readonly unknown[];
    readonly events: readonly (readonly [id: string, events: readonly { readonly type: string }[]])[];
    readonly deadLetters: readonly unknown[];
    readonly accounting: { readonly rows: number; readonly accepted: number; readonly late: number };
  };
  readonly detector: {
    readonly closedThrough: number;
    readonly subscribers: string[];
    readonly runs: string[];
    readonly rest: string;
  };
}

let wentOnFromCheckpoint = 0;

function ingest(data: string, seed?: number): Promise<Outcome> {
  const script = join(import.meta.dirname, 'ingest-child.ts');
  const args = [script, join(folder, 'snapshots'), data, ...(seed === undefined ? [] : [String(seed)])];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 28 }, (error, output, errors) => {
      if (error === null || error.signal === 'SIGKILL') resolve({ signal: error === null ? null : 'SIGKILL', output });
      else reject(new Error(errors));
    });
  });
}

/** Makes the folder what real ones are: broken rows, sessions that are told of one snapshot late, files that never came. */
async function spoil(snapshots: string): Promise<void> {
  const names = (await readdir(snapshots)).filter((name) => name.startsWith('psx_')).sort();
  for (const [n, name] of names.entries()) {
    const path = join(snapshots, name);
    if (n % 97 === 50) await rm(path);
    else if (n % 100 === 7) await appendFile(path, 'broken\n');
    else if (n % 50 === 9 && name.endsWith('.csv')) await appendFile(path, endedOnTheBorder(name));
  }
}

/** A row of a session that ended at the very moment of the snapshot before, of ten minutes. */
function endedOnTheBorder(name: string): string {
  const [, device, day, hour, minute, second] = /^psx_(.+)_(\S+) (\d+):(\d+):(\d+)/.exec(name)!;
  const at = (secondsBefore: number): string =>
    new Date(Date.parse(`${day}T${hour}:${minute}:${second}Z`) - secondsBefore * 1000)
      .toISOString()
      .replace(/^(\d+)-(\d+)-(\d+)T(.*)\..*$/, '$3-$2-$1 $4');
  const id = { '62.0': 3, '69.0': 4, '65.0': 5 }[device!];
  return `999999,${id},88888,${at(1200)},${at(600)},600,6000,7000\n`;
}

/** Its differences depend on the counters before: a restart must know them. */
async function makeOneDeviceCumulative(deviceTable: string): Promise<void> {
  const [header, ...rows] = (await readFile(deviceTable, 'utf8')).trim().split('\n');
  const changed = rows.map((row) => (row.includes(',69.0,') ? row.replace('session-mean', 'cumulative') : row));
  await writeFile(deviceTable, `${[header, ...changed].join('\n')}\n`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-crash-'));
  const snapshots = join(folder, 'snapshots');
  const nothing = { write: () => undefined };
  await runSimulate([snapshots, '--world', 'flat', '--subscribers', '40', '--days', '2', '--seed', '5'], nothing);
  await spoil(snapshots);
  await makeOneDeviceCumulative(join(snapshots, 'psxattrs.csv'));
  uninterrupted = JSON.parse((await ingest(join(folder, 'reference'))).output) as Told;
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('kill -9', () => {
  it('has something to lose in this test: anomalies that were opened, updated and closed, dead letters and late rows', () => {
    const reference = uninterrupted.held;
    expect(reference.anomalies.length).toBeGreaterThan(3);
    const types = reference.events.flatMap(([, events]) => events.map(({ type }) => type));
    expect(new Set(types)).toEqual(new Set(['opened', 'updated', 'closed']));
    expect(reference.deadLetters.length).toBeGreaterThan(10);
    expect(reference.accounting.late).toBeGreaterThan(5);
    expect(reference.accounting.rows).toBe(reference.accounting.accepted + reference.deadLetters.length);
    expect(uninterrupted.detector.closedThrough).toBe(reference.closedThrough);
    expect(uninterrupted.detector.subscribers.length).toBe(40);
  });

  it.each(seeds)(
    'changes nothing: totals, anomalies and the detector’s state are those of an uninterrupted run (seed %i)',
    async (seed) => {
      const data = join(folder, `killed-${seed}`);
      expect((await ingest(data, seed)).signal).toBe('SIGKILL');
      // Killed a second time on the way back, then left alone.
      await ingest(data, seed + 1000);
      const { signal, output } = await ingest(data);
      expect(signal).toBe(null);
      const { restoredFrom, held, detector } = JSON.parse(output) as Told;
      expect(held).toEqual(uninterrupted.held);
      expect(detector).toEqual(uninterrupted.detector);
      if (restoredFrom !== null) wentOnFromCheckpoint++;
      await rm(data, { recursive: true, force: true });
    },
    120_000,
  );

  it('has a checkpoint to go on from most of the time', () => {
    expect(wentOnFromCheckpoint).toBeGreaterThan(seeds.length / 2);
  });
});
