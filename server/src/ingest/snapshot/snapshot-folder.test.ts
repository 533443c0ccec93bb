import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceReading } from '../../domain/device.ts';
import { SnapshotFolder } from './snapshot-folder.ts';

const device: DeviceReading = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '%d-%m-%Y %H:%M:%S',
  clockOffsetSeconds: 3600,
};
const changedAtSeconds = 1_700_000_000;
const nowMs = changedAtSeconds * 1000 + 10_000;

let directory: string;
let folder: SnapshotFolder;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tidewatch-folder-'));
  folder = new SnapshotFolder(directory, new Map([[device.name, device]]));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

/** Adds an empty file, and sets the time of the folder so that what is seen of it does not hang on the clock. */
async function add(name: string, folderChangedAtSeconds = changedAtSeconds): Promise<void> {
  await writeFile(join(directory, name), '');
  await utimes(directory, folderChangedAtSeconds, folderChangedAtSeconds);
}

async function namesAt(atMs: number): Promise<string[]> {
  return (await folder.list(atMs)).files.map((file) => file.name).sort();
}

const [first, second] = ['psx_62.0_2024-01-01 00:10:00.csv', 'psx_62.0_2024-01-01 00:20:00.csv.gz'];

describe('SnapshotFolder', () => {
  it('tells what the names mean', async () => {
    await add(second);
    await add('psx_71.0_2024-01-01 00:10:00.csv');
    await add('notes.txt');
    const snapshotAt = Date.UTC(2024, 0, 1, 0, 20) / 1000 - 3600;
    expect(await folder.list(nowMs)).toEqual({
      files: [
        {
          name: second,
          path: join(directory, second),
          key: expect.any(String),
          device,
          snapshotAt,
          revision: 0,
          gzip: true,
        },
      ],
      unlistedDevices: [{ device: '71.0', files: 1 }],
    });
  });

  it('gives the same object while the folder has not changed, and another when a file has come or gone', async () => {
    await add(first);
    const listing = await folder.list(nowMs);
    expect(await folder.list(nowMs + 1000)).toBe(listing);
    await add(second, changedAtSeconds + 1);
    expect(await namesAt(nowMs + 2000)).toEqual([first, second]);
    await rm(join(directory, first));
    expect(await namesAt(nowMs + 3000)).toEqual([second]);
  });

  it('sees a file that came in the same instant as the one before it', async () => {
    await add(first);
    expect(await namesAt(changedAtSeconds * 1000 + 1)).toEqual([first]);
    await add(second);
    expect(await namesAt(changedAtSeconds * 1000 + 2)).toEqual([first, second]);
  });

  it.each([60_000, -60_000])(
    'sees a file in a folder that keeps no time, %i ms by the clock later',
    async (laterMs) => {
      await add(first);
      await folder.list(nowMs);
      await add(second);
      expect(await namesAt(nowMs + laterMs)).toEqual([first, second]);
    },
  );
});
