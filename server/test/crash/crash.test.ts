import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSimulate } from '../../src/simulate.ts';

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);
let folder: string;
let uninterrupted: string;

interface Outcome {
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

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

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-crash-'));
  const snapshots = join(folder, 'snapshots');
  const nothing = { write: () => undefined };
  await runSimulate([snapshots, '--subscribers', '40', '--days', '2', '--seed', '5'], nothing);
  // Some dirt, so that dead letters and their counts are compared too.
  for (const name of (await readdir(snapshots)).filter((_, n) => n % 100 === 7))
    await appendFile(join(snapshots, name), 'broken\n');
  uninterrupted = (await ingest(join(folder, 'reference'))).output;
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('kill -9', () => {
  it('has something to lose in this test: anomalies, dead letters and late rows', () => {
    const reference = JSON.parse(uninterrupted) as {
      anomalies: unknown[];
      deadLetters: unknown[];
      accounting: { rows: number; accepted: number };
    };
    expect(reference.anomalies.length).toBeGreaterThan(3);
    expect(reference.deadLetters.length).toBeGreaterThan(10);
    expect(reference.accounting.rows).toBe(reference.accounting.accepted + reference.deadLetters.length);
  });

  it.each(seeds)(
    'changes nothing: totals and anomalies are those of an uninterrupted run (seed %i)',
    async (seed) => {
      const data = join(folder, `killed-${seed}`);
      expect((await ingest(data, seed)).signal).toBe('SIGKILL');
      // Killed a second time on the way back, then left alone.
      await ingest(data, seed + 1000);
      const { signal, output } = await ingest(data);
      expect(signal).toBe(null);
      expect(JSON.parse(output)).toEqual(JSON.parse(uninterrupted));
      await rm(data, { recursive: true, force: true });
    },
    120_000,
  );
});
