import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceReading } from '../../domain/device.ts';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { fileKey } from '../../history/history.ts';
import type { Snapshot, SourceSink } from '../source.ts';
import {
  createSnapshotDirectorySource,
  type SnapshotDirectoryOptions,
  type SnapshotDirectorySource,
} from './snapshot-directory-source.ts';

const device = (id: number, name: string): DeviceReading => ({
  id,
  name,
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '%d-%m-%Y %H:%M:%S',
  clockOffsetSeconds: 0,
});
const devices = [device(3, '62.0'), device(4, '69.0')];
const row = (id: number): string => `1,${id},77,01-01-2024 00:00:00,,600,5,7\n`;

let folder: string;
let source: SnapshotDirectorySource | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-source-'));
  source = null;
});

afterEach(async () => {
  await source?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Keeps what it is handed, and lets a test wait for a number of files or rounds. */
class KeepingSink implements SourceSink {
  readonly files: string[] = [];
  readonly rows: number[] = [];
  rounds = 0;
  #waiting: { satisfied: () => boolean; resolve: () => void }[] = [];

  async accept(snapshot: Snapshot): Promise<void> {
    this.rows.push(
      snapshot.read(
        () => undefined,
        () => undefined,
      ),
    );
    this.files.push(snapshot.file);
    this.#wake();
  }

  async caughtUp(): Promise<void> {
    this.rounds++;
    this.#wake();
  }

  progress(): void {}

  until(satisfied: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ satisfied, resolve });
      this.#wake();
    });
  }

  #wake(): void {
    for (const { satisfied, resolve } of this.#waiting) if (satisfied()) resolve();
  }
}

function start(options: Partial<SnapshotDirectoryOptions> = {}, ingested: ReadonlySet<string> = new Set()) {
  const sink = new KeepingSink();
  const faults: string[] = [];
  source = createSnapshotDirectorySource({
    directory: folder,
    devices,
    subscribers: new SubscriberIndex(),
    pollIntervalMs: 5,
    settledAfterMs: 0,
    maxFileBytes: 10_000,
    once: false,
    now: Date.now,
    onFault: (file, fault) => faults.push(`${file}: ${fault.message}`),
    onUnlisted: () => undefined,
    ...options,
  });
  source.start(sink, { closedThrough: null, ingested });
  return { sink, faults };
}

const write = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);

describe('the source of snapshot files', () => {
  it('hands files over in order of time, then device, in every form of name, packed or not', async () => {
    await write('psx_69.0_2024-01-01 00:10:00.csv', row(4));
    await write('psx_62.0_2024-01-01 00_20_00.csv', row(3));
    await write('psx_62.0_2024-01-01 00:10:00.csv.gz', gzipSync(row(3) + row(3)));
    await write('psxattrs.csv', 'not a snapshot');
    const { sink } = start({ once: true });
    await source!.finished;
    expect(sink.files).toEqual([
      'psx_62.0_2024-01-01 00:10:00.csv.gz',
      'psx_69.0_2024-01-01 00:10:00.csv',
      'psx_62.0_2024-01-01 00_20_00.csv',
    ]);
    expect(sink.rows).toEqual([2, 1, 1]);
  });

  it('reads one snapshot once, whatever it is called, and not at all when history has it', async () => {
    await write('psx_62.0_2024-01-01 00:10:00.csv', row(3));
    await write('psx_62.0_2024-01-01 00_10_00.csv', row(3));
    await write('psx_69.0_2024-01-01 00:10:00.csv', row(4));
    const { sink } = start({ once: true }, new Set([fileKey('69.0', 1_704_067_800)]));
    await source!.finished;
    expect(sink.files).toEqual(['psx_62.0_2024-01-01 00:10:00.csv']);
  });

  it('goes on watching: a file that is renamed in is read', async () => {
    const { sink } = start();
    await sink.until(() => sink.rounds > 1);
    await write('.incoming', row(3));
    await rename(join(folder, '.incoming'), join(folder, 'psx_62.0_2024-01-01 00:10:00.csv'));
    await sink.until(() => sink.files.length === 1);
    expect(sink.rows).toEqual([1]);
  });

  it('hears of a file that is renamed in, and looks at once', async () => {
    const { sink } = start({ pollIntervalMs: 3_600_000 });
    await sink.until(() => sink.rounds > 0);
    await write('.incoming', row(3));
    await rename(join(folder, '.incoming'), join(folder, 'psx_62.0_2024-01-01 00:10:00.csv'));
    await sink.until(() => sink.files.length === 1);
    expect(sink.rows).toEqual([1]);
  });

  it('leaves a file alone while it is being written, and those after it, so that order holds', async () => {
    const now = { ms: Date.UTC(2024, 0, 2) };
    const growing = 'psx_62.0_2024-01-01 00:10:00.csv';
    const touch = (name: string, ms: number): Promise<void> => utimes(join(folder, name), ms / 1000, ms / 1000);
    await write(growing, row(3));
    await touch(growing, now.ms - 100);
    await write('psx_69.0_2024-01-01 00:20:00.csv', row(4));
    await touch('psx_69.0_2024-01-01 00:20:00.csv', 0);
    const { sink } = start({ settledAfterMs: 2000, now: () => now.ms });
    await sink.until(() => sink.rounds > 3);
    expect(sink.files).toEqual([]);
    await write(growing, row(3) + row(3));
    await touch(growing, now.ms);
    now.ms += 1999;
    const { rounds } = sink;
    await sink.until(() => sink.rounds > rounds + 2);
    expect(sink.files).toEqual([]);
    now.ms += 1;
    await sink.until(() => sink.files.length === 2);
    expect(sink.rows).toEqual([2, 1]);
  });

  it('goes on past a file that it can not use, and says why', async () => {
    await write('psx_62.0_2024-01-01 00:10:00.csv.gz', 'not gzip');
    await write('psx_62.0_2024-01-01 00:20:00.csv.gz', gzipSync('0'.repeat(100_000)));
    await write('psx_62.0_2024-01-01 00:30:00.csv', 'x'.repeat(20_000));
    await write('psx_62.0_2024-01-01 00:40:00.csv', 'Id,Name\n');
    await write('psx_69.0_2024-01-01 00:50:00.csv', row(4));
    const { sink, faults } = start({ once: true });
    await source!.finished;
    expect(sink.files).toEqual(['psx_69.0_2024-01-01 00:50:00.csv']);
    expect(faults).toEqual([
      expect.stringContaining(
        "psx_62.0_2024-01-01 00:10:00.csv.gz can't be unpacked to at most 10000 bytes: incorrect header check",
      ),
      expect.stringContaining("psx_62.0_2024-01-01 00:20:00.csv.gz can't be unpacked to at most 10000 bytes"),
      expect.stringContaining('psx_62.0_2024-01-01 00:30:00.csv has 20000 bytes, more than the 10000 allowed'),
      expect.stringContaining('The first line has 2 columns'),
    ]);
  });

  it('tries a file again when it has changed: half a file that was taken for a whole one is not lost', async () => {
    const name = 'psx_62.0_2024-01-01 00:10:00.csv.gz';
    const whole = gzipSync(row(3));
    await write(name, whole.subarray(0, 30));
    const { sink, faults } = start();
    await sink.until(() => sink.rounds > 3);
    expect(faults).toHaveLength(1);
    await write(name, whole);
    await sink.until(() => sink.files.length === 1);
    expect(sink.rows).toEqual([1]);
  });

  it('does not read a snapshot of a clock gone wrong: it would close every slot before it', async () => {
    await write('psx_62.0_2093-01-01 00:10:00.csv', row(3));
    await write('psx_62.0_2024-01-01 00:10:00.csv', row(3));
    const { sink, faults } = start();
    await sink.until(() => sink.rounds > 2);
    expect(sink.files).toEqual(['psx_62.0_2024-01-01 00:10:00.csv']);
    expect(faults).toEqual([expect.stringContaining('is dated more than a day after now')]);
  });

  it('outlives its folder, tells of it once, and reads it again when it is back', async () => {
    await rm(folder, { recursive: true });
    const { sink, faults } = start();
    await sink.until(() => sink.rounds > 3);
    expect(faults).toEqual([expect.stringContaining('ENOENT')]);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await write('psx_62.0_2024-01-01 00:10:00.csv', row(3));
    await sink.until(() => sink.files.length === 1);
  });

  it('goes past what is no file, tells of it once, and stops at once', async () => {
    await symlink('nowhere', join(folder, 'psx_62.0_2024-01-01 00:10:00.csv'));
    execFileSync('mkfifo', [join(folder, 'psx_62.0_2024-01-01 00:20:00.csv')]);
    await mkdir(join(folder, 'psx_62.0_2024-01-01 00:30:00.csv'));
    await write('psx_69.0_2024-01-01 00:40:00.csv', row(4));
    const { sink, faults } = start();
    await sink.until(() => sink.rounds > 3);
    expect(sink.files).toEqual(['psx_69.0_2024-01-01 00:40:00.csv']);
    expect(faults).toEqual([
      expect.stringContaining("psx_62.0_2024-01-01 00:10:00.csv can't be looked at: ENOENT"),
      expect.stringContaining('psx_62.0_2024-01-01 00:20:00.csv is not a regular file'),
      expect.stringContaining('psx_62.0_2024-01-01 00:30:00.csv is not a regular file'),
    ]);
    await source!.stop();
  });

  it('reads nothing that a link or a name leads to outside of the folder, and says so', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'tidewatch-outside-'));
    await writeFile(join(outside, 'secret'), row(3));
    await symlink(join(outside, 'secret'), join(folder, 'psx_62.0_2024-01-01 00:10:00.csv'));
    await symlink(join('..', basename(outside), 'secret'), join(folder, 'psx_62.0_2024-01-01 00:20:00.csv'));
    await write('psx_..\\..\\62.0_2024-01-01 00:40:00.csv', row(3));
    await write('psx_%2e%2e%2f62.0_2024-01-01 00:50:00.csv', row(3));
    await write('psx_69.0_2024-01-01 01:00:00.csv', row(4));
    const { sink, faults } = start();
    await sink.until(() => sink.rounds > 3);
    expect(sink.files).toEqual(['psx_69.0_2024-01-01 01:00:00.csv']);
    expect(faults).toEqual(
      ['10', '20'].map((minute) =>
        expect.stringContaining(`psx_62.0_2024-01-01 00:${minute}:00.csv is a link that leads out of the folder`),
      ),
    );
    await rm(outside, { recursive: true });
  });

  it('reads what a link leads to as soon as it is there', async () => {
    const target = join(folder, 'later');
    await symlink(target, join(folder, 'psx_62.0_2024-01-01 00:10:00.csv'));
    const { sink } = start();
    await sink.until(() => sink.rounds > 1);
    await writeFile(target, row(3));
    await sink.until(() => sink.files.length === 1);
    expect(sink.rows).toEqual([1]);
  });

  it('goes past a file that is written to for over a minute, and reads it when it is complete', async () => {
    const now = { ms: Date.UTC(2024, 0, 2) };
    const slow = 'psx_62.0_2024-01-01 00:10:00.csv';
    const later = 'psx_69.0_2024-01-01 00:20:00.csv';
    /** In small steps, so that no round of the source sees the file left alone for long. */
    const writeSlowlyFor = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        await utimes(join(folder, slow), now.ms / 1000 + 1, now.ms / 1000 + 1);
        now.ms += 1000;
      }
    };
    await write(slow, row(3));
    await utimes(join(folder, slow), now.ms / 1000, now.ms / 1000);
    await write(later, row(4));
    await utimes(join(folder, later), 0, 0);
    const { sink } = start({ settledAfterMs: 10_000, now: () => now.ms });
    await sink.until(() => sink.rounds > 1);
    await writeSlowlyFor(59);
    const { rounds } = sink;
    await sink.until(() => sink.rounds > rounds + 1);
    expect(sink.files).toEqual([]);
    await writeSlowlyFor(1);
    await sink.until(() => sink.files.length > 0);
    expect(sink.files).toEqual([later]);
    now.ms += 10_000;
    await sink.until(() => sink.files.length === 2);
    expect(sink.files).toEqual([later, slow]);
  });

  it('reads the good one of two names for a snapshot', async () => {
    await write('psx_62.0_2024-01-01 00:10:00.csv', 'not a snapshot');
    await write('psx_62.0_2024-01-01 00:10:00.csv.gz', gzipSync(row(3)));
    const { sink, faults } = start({ once: true });
    await source!.finished;
    expect(sink.files).toEqual(['psx_62.0_2024-01-01 00:10:00.csv.gz']);
    expect(faults).toHaveLength(1);
  });
});
