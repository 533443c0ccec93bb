/** A folder of snapshots as real ones are, and processes that ingest it: to the end, or until they kill themselves. */
import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSimulate } from '../../src/commands/simulate.ts';

/** What a process that came to its end told of history and of its detector. */
export interface Told {
  /** The slot of the checkpoint that it went on from; null when it judged history again. */
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

export interface IngestPlace {
  /** Where a run of this name keeps its data. */
  dataOf(name: string): string;
  /** In a process of its own with these options of Node. */
  ingest(name: string, nodeOptions?: readonly string[]): Promise<Told>;
  /** As far as it comes before it kills itself, at a moment drawn from the seed; true when it came to that. */
  ingestUntilKilled(name: string, seed: number): Promise<boolean>;
  remove(): Promise<void>;
}

export async function createIngestPlace(): Promise<IngestPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-crash-'));
  const snapshots = join(folder, 'snapshots');
  const nothing = { write: () => undefined };
  await runSimulate([snapshots, '--world', 'flat', '--subscribers', '40', '--days', '2', '--seed', '5'], nothing);
  await spoil(snapshots);
  await makeOneDeviceCumulative(join(snapshots, 'psxattrs.csv'));
  const dataOf = (name: string): string => join(folder, name);
  return {
    dataOf,
    async ingest(name, nodeOptions = []) {
      const output = await outputOf([...nodeOptions, script, snapshots, dataOf(name)]);
      if (output === null) throw new Error('It was killed, and nobody asked for it');
      return JSON.parse(output) as Told;
    },
    ingestUntilKilled: async (name, seed) => (await outputOf([script, snapshots, dataOf(name), String(seed)])) === null,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const script = join(import.meta.dirname, 'ingest-child.ts');

/** Null when the process was killed. */
function outputOf(args: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 28 }, (error, output, errors) => {
      if (error === null) resolve(output);
      else if (error.signal === 'SIGKILL') resolve(null);
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
