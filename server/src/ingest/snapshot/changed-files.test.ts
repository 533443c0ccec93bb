import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChangedFiles } from './changed-files.ts';
import type { SnapshotFile } from './snapshot-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tidewatch-changed-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function read(changed: ChangedFiles, name: string, snapshotAt: number): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, name);
  const device = { id: 3, name: '62.0', unit: 'bytes', counters: 'interval', delimiter: ',', dateFormat: '' } as const;
  const file: SnapshotFile = {
    name,
    path,
    key: name,
    device: { ...device, clockOffsetSeconds: 0 },
    snapshotAt,
    revision: 0,
    gzip: false,
  };
  changed.wasRead(file, await stat(path));
  return path;
}

it('tells once, within a minute, of a file that was written to after it was read, and of no other', async () => {
  const changed = new ChangedFiles(0);
  const path = await read(changed, 'changed', 10_000);
  await read(changed, 'left alone', 10_000);
  await rm(await read(changed, 'gone', 10_000));
  await writeFile(path, 'longer than it was');
  expect(await changed.changed(59_999)).toEqual([]);
  expect(await changed.changed(60_000)).toEqual(['changed']);
  expect(await changed.changed(120_000)).toEqual([]);
});

it('looks no more at files of hours ago', async () => {
  const changed = new ChangedFiles(0);
  const path = await read(changed, 'old', 10_000);
  await read(changed, 'new', 10_000 + 7201);
  await utimes(path, 1, 1);
  expect(await changed.changed(60_000)).toEqual([]);
});
