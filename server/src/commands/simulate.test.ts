/** The `simulate` command, run into real directories. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noNetworkEvents } from '../ingest/simulated/network-events.ts';
import type { Truth } from '../ingest/simulated/truth.ts';
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

const small = [
  '--subscribers',
  '60',
  '--days',
  '1',
  '--attacks-per-day',
  '100',
  '--quiet-days',
  '0',
  '--no-network-events',
];

describe('simulate', () => {
  it('writes a file per device and slot, the device table and the truth', async () => {
    const { exitCode, output, errors } = await run(join(root, 'new', 'world'), ...small, '--seed', '5');
    expect([exitCode, errors]).toEqual([0, '']);
    const names = readdirSync(join(root, 'new', 'world')).sort();
    const snapshots = names.filter((name) => name.startsWith('psx_'));
    expect(snapshots).toHaveLength(6 * 144);
    expect(snapshots[0]).toBe('psx_62.0_2024-01-01 00:10:00.csv');
    expect(snapshots.at(-1)).toBe('psx_69.0_2024-01-02 00:00:00.csv');
    expect(names.filter((name) => !name.startsWith('psx_'))).toEqual(['psxattrs.csv', 'subscribers.csv', 'truth.json']);
    expect(output).toMatch(/^day 1 of 1: 144 of 144 slots written\nWrote 864 snapshot files with \d+ records/);
  });

  it('writes slots of another length, and refuses one that does not fit into the hour', async () => {
    const { exitCode } = await run(join(root, 'world'), ...small, '--slot-length', '900');
    expect(exitCode).toBe(0);
    const snapshots = readdirSync(join(root, 'world')).filter((name) => name.startsWith('psx_'));
    expect(snapshots).toHaveLength(6 * 96);
    expect(snapshots).toContain('psx_62.0_2024-01-01 00:15:00.csv');
    const refused = await run(join(root, 'other'), ...small, '--slot-length', '700');
    expect(refused).toMatchObject({ exitCode: 78, errors: '--slot-length is "700", expected a divisor of 3600.\n' });
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
      networkEvents: noNetworkEvents,
      kind: 'real',
      days: 1,
    });
    expect(truth.incidents.length).toBeGreaterThan(3);
    for (const incident of truth.incidents) {
      expect(incident.onset).toBeLessThan(startedAt + 86_400);
      expect(incident.end).toBeGreaterThan(startedAt);
      const { up, down } = incident.strength;
      expect(Math.max(up, down) > 1.5 || Math.max(up, down) < 0.03).toBe(true);
    }
  });

  it('says in the device table what counters mean, by world', async () => {
    for (const [kind, meaning] of [
      ['real', 'cumulative'],
      ['flat', 'session-mean'],
    ] as const) {
      await run(join(root, kind), ...small, '--world', kind);
      const table = readFileSync(join(root, kind, 'psxattrs.csv'), 'utf8')
        .trim()
        .split('\n');
      expect(table[0]).toBe('Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ,Counters');
      expect(table.slice(1).every((line) => line.endsWith(`,${meaning}`))).toBe(true);
    }
  });

  it('writes plan and type of every subscriber', async () => {
    await run(root, ...small);
    const [header, ...lines] = readFileSync(join(root, 'subscribers.csv'), 'utf8').trim().split('\n');
    expect(header).toBe('IdSubscriber,Plan,Type');
    expect(lines).toHaveLength(60);
    expect(lines.filter((line) => !/^\d{4,5},(P\d,P|J1[012],J)$/.test(line))).toEqual([]);
  });

  it('leaves out snapshots that never arrive', async () => {
    await run(root, ...small.slice(0, -1), '--seed', '5');
    const snapshots = readdirSync(root).filter((name) => name.startsWith('psx_'));
    expect(snapshots.length).toBeLessThan(864);
    expect(snapshots.length).toBeGreaterThan(800);
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
    const wrong = '--world round --foo --gzip=3 --seed=-1 --start 2024-02-30 --subscribers 1.5 a b --days'.split(' ');
    const { exitCode, output, errors } = await run(...wrong);
    expect([exitCode, output]).toEqual([78, '']);
    expect(errors.split('\n')).toEqual([
      '--foo is not an option of simulate; see --help.',
      '--gzip takes no value; "3" was given.',
      '--days needs a value.',
      '--world is "round", expected real or flat.',
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
      'world',
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
