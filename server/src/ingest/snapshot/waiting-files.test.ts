import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceReading } from '../../domain/device.ts';
import { fileKey } from '../../history/history.ts';
import type { UnlistedDevice } from '../unlisted-device.ts';
import { SnapshotFolder } from './snapshot-folder.ts';
import { WaitingFiles } from './waiting-files.ts';

const device: DeviceReading = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '%d-%m-%Y %H:%M:%S',
  clockOffsetSeconds: 0,
};
const snapshotAt = 1_704_067_800;
const nameOf = (revision: string): string => `psx_62.0_2024-01-01 00:10:00${revision}.csv`;

let directory: string;
let unlisted: (readonly UnlistedDevice[])[];
let faults: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tidewatch-waiting-'));
  [unlisted, faults] = [[], []];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const add = (name: string): Promise<void> => writeFile(join(directory, name), '');
const remove = (name: string): Promise<void> => rm(join(directory, name));

function filesAfter(ingested: readonly string[] = []): WaitingFiles {
  const folder = new SnapshotFolder(directory, new Map([[device.name, device]]));
  return new WaitingFiles(
    {
      directory,
      folder,
      now: Date.now,
      onFault: (_, fault) => faults.push(fault.message),
      onUnlisted: (devices) => unlisted.push(devices),
    },
    new Set(ingested),
  );
}

describe('the files that wait', () => {
  it('begin with the newest revision of a snapshot; once it is read the older ones wait no more, and a newer one does', async () => {
    for (const revision of ['', '.r2', '.r10', '.r1']) await add(nameOf(revision));
    const files = filesAfter();
    const [newest, ...older] = await files.list();
    expect([newest!.revision, ...older.map(({ revision }) => revision)]).toEqual([10, 2, 1, 0]);
    files.done(newest!);
    expect(await files.list()).toEqual([]);
    await add(nameOf('.r11'));
    expect((await files.list()).map(({ revision }) => revision)).toEqual([11]);
  });

  it('are not those that history has, nor older revisions of them', async () => {
    for (const revision of ['', '.r1', '.r2', '.r3']) await add(nameOf(revision));
    const files = filesAfter([fileKey('62.0', snapshotAt), fileKey('62.0', snapshotAt, 2)]);
    expect((await files.list()).map(({ revision }) => revision)).toEqual([3]);
  });

  it('are told of by device where the table lacks it, whenever their number changes, and are no fault', async () => {
    const later = 'psx_71.0_2024-01-01 00:20:00.csv';
    for (const name of ['psx_71.0_2024-01-01 00:10:00.csv', later, 'psx_70.0_2024-01-01 00:10:00.csv']) await add(name);
    const files = filesAfter();
    expect(await files.list()).toEqual([]);
    await files.list();
    await remove(later);
    await files.list();
    const [few, many, fewer] = [
      { device: '70.0', files: 1 },
      { device: '71.0', files: 2 },
      { device: '71.0', files: 1 },
    ];
    expect(unlisted).toEqual([
      [few, many],
      [few, fewer],
    ]);
    expect(faults).toEqual([]);
  });
});
