/** The `simulate` command, run into real directories. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Truth } from './ingest/simulated/truth.ts';
import { runSimulate } from './simulate.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidewatch-simulate-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ exitCode: number; output: string; errors: string }> {
  let output = '';
  let errors = '';
  const exitCode = await runSimulate(
    args,
    { write: (text) => (output += text) },
    { write: (text) => (errors += text) },
  );
  return { exitCode, output, errors };
}

/** One hash over names and bytes of everything in a directory. */
function hashOf(directory: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(directory).sort()) hash.update(name).update(readFileSync(join(directory, name)));
  return hash.digest('hex');
}

const small = ['--subscribers', '60', '--days', '1', '--attacks-per-day', '100', '--quiet-days', '0'];

describe('simulate', () => {
  it('writes a file per device and slot, the device table and the truth', async () => {
    const { exitCode, output, errors } = await run(join(root, 'new', 'world'), ...small, '--seed', '5');
    expect([exitCode, errors]).toEqual([0, '']);
    const names = readdirSync(join(root, 'new', 'world')).sort();
    const snapshots = names.filter((name) => name.startsWith('psx_'));
    expect(snapshots).toHaveLength(6 * 144);
    expect(snapshots[0]).toBe('psx_62.0_2024-01-01 00:10:00.csv');
    expect(snapshots.at(-1)).toBe('psx_69.0_2024-01-02 00:00:00.csv');
    expect(names.filter((name) => !name.startsWith('psx_'))).toEqual(['psxattrs.csv', 'truth.json']);
    expect(output).toMatch(/^day 1 of 1: 144 of 144 slots written\nWrote 864 snapshot files with \d+ records/);
  });

  it('writes the same bytes for the same seed and others for another', async () => {
    const directories = ['a', 'b', 'c'].map((name) => join(root, name));
    await run(directories[0]!, ...small, '--seed', '5');
    await run(directories[1]!, ...small, '--seed', '5');
    await run(directories[2]!, ...small, '--seed', '6');
    const [first, second, third] = directories.map(hashOf);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('records the parameters and every incident in truth.json', async () => {
    await run(root, ...small, '--seed', '5', '--look-alikes-per-day', '50', '--start', '2025-02-03');
    const truth = JSON.parse(readFileSync(join(root, 'truth.json'), 'utf8')) as Truth;
    const startedAt = Date.UTC(2025, 1, 3) / 1000;
    expect(truth.parameters).toEqual({
      seed: 5,
      subscribers: 60,
      startedAt,
      slotSeconds: 600,
      attacksPerDay: 100,
      lookAlikesPerDay: 50,
      quietDays: 0,
      rhythmStrength: 1,
      days: 1,
    });
    expect(truth.incidents.length).toBeGreaterThan(3);
    for (const incident of truth.incidents) {
      expect(incident.onset).toBeLessThan(startedAt + 86_400);
      expect(incident.end).toBeGreaterThan(startedAt);
      expect(Math.max(incident.strength.up, incident.strength.down)).toBeGreaterThan(2);
    }
  });

  it('writes the same content compressed and under names for Windows', async () => {
    const [plain, packed] = [join(root, 'plain'), join(root, 'packed')];
    await run(plain, ...small);
    await run(packed, ...small, '--gzip', '--windows-names');
    const content = gunzipSync(readFileSync(join(packed, 'psx_66.2_2024-01-01 12_10_00.txt.gz')));
    expect(content.toString()).toBe(readFileSync(join(plain, 'psx_66.2_2024-01-01 12:10:00.txt'), 'utf8'));
    expect(readdirSync(packed).filter((name) => name.includes(':'))).toEqual([]);
  });

  it('refuses a directory that is not empty, unless forced', async () => {
    writeFileSync(join(root, 'keep.txt'), 'mine');
    const refused = await run(root, ...small);
    expect(refused).toMatchObject({ exitCode: 78, output: '' });
    expect(refused.errors).toBe(`${root} is not empty; give an empty or new directory, or --force to write into it.\n`);
    expect(readdirSync(root)).toEqual(['keep.txt']);
    expect(await run(root, ...small, '--force')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(root, 'keep.txt'), 'utf8')).toBe('mine');
  });

  it('says in one sentence each what is wrong with its options', async () => {
    const wrong = '--foo --gzip=3 --seed=-1 --start 2024-02-30 --subscribers 1.5 a b --days'.split(' ');
    const { exitCode, output, errors } = await run(...wrong);
    expect([exitCode, output]).toEqual([78, '']);
    expect(errors.split('\n')).toEqual([
      '--foo is not an option of simulate; see --help.',
      '--gzip takes no value; "3" was given.',
      '--days needs a value.',
      '--subscribers is "1.5", expected a whole number from 1 to 10000000.',
      '--seed is "-1", expected a whole number from 0 to 4294967295.',
      '--start is "2024-02-30", expected a day of 2000 to 2089 as YYYY-MM-DD.',
      'Name one directory to write to; 2 were given: a, b.',
      '',
    ]);
  });

  it('wants a directory, and options once', async () => {
    expect(await run('--seed', '1', '--seed', '2', '--days=')).toMatchObject({
      exitCode: 78,
      errors:
        '--seed was given twice; give it once.\n' +
        '--days is "", expected a whole number from 1 to 3650.\n' +
        'Name one directory to write to; none was given.\n',
    });
  });

  it('explains every option with --help', async () => {
    const { exitCode, output, errors } = await run('--help', '--foo');
    expect([exitCode, errors]).toEqual([0, '']);
    for (const option of [
      'subscribers',
      'days',
      'seed',
      'start',
      'attacks-per-day',
      'gzip',
      'windows-names',
      'force',
    ]) {
      expect(output).toContain(`--${option}`);
    }
  });

  it('says so when it cannot write', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const { exitCode, errors } = await run(file, ...small);
    expect(exitCode).toBe(73);
    expect(errors).toContain(`${file} can't be written to: ENOTDIR`);
  });
});
