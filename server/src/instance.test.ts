import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInstance } from './instance.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-instance-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('openInstance', () => {
  it('gives a new folder an identity and keeps it', async () => {
    const made = await openInstance(join(folder, 'a', 'b'), 600, 1_704_067_200);
    expect(Buffer.from(made.secret, 'base64')).toHaveLength(32);
    expect(await openInstance(join(folder, 'a', 'b'), 600, 9_999)).toEqual(made);
    expect((await openInstance(join(folder, 'other'), 600, 0)).secret).not.toBe(made.secret);
  });

  it('keeps the secret from other users of the machine', async () => {
    await openInstance(folder, 600, 0);
    expect((await stat(join(folder, 'instance.json'))).mode & 0o077).toBe(0);
  });

  it('refuses a folder that was made with another slot length', async () => {
    await openInstance(folder, 600, 0);
    await expect(openInstance(folder, 900, 0)).rejects.toThrow('--slot-length is "900", but the data folder');
  });

  it('does not overwrite an identity that it can not read', async () => {
    await writeFile(join(folder, 'instance.json'), '{ half');
    await expect(openInstance(folder, 600, 0)).rejects.toThrow("can't be read");
    expect(await readFile(join(folder, 'instance.json'), 'utf8')).toBe('{ half');
  });
});
