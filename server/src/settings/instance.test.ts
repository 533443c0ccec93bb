import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { openInstance, type World } from './instance.ts';

let folder: string;
const live: World = { slotSeconds: 600, simulation: null };
const simulated: World = { slotSeconds: 600, simulation: { world: 'real', seed: 1, subscribers: 1000 } };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-instance-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function faultsOf(opening: Promise<unknown>): Promise<readonly string[]> {
  return opening.then(
    () => [],
    (error: unknown) => {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    },
  );
}

describe('openInstance', () => {
  it.each([live, simulated])('gives a new folder an identity and keeps it: %j', async (world) => {
    const made = await openInstance(join(folder, 'a', 'b'), world, 1_704_067_200);
    expect(Buffer.from(made.secret, 'base64')).toHaveLength(32);
    expect(await openInstance(join(folder, 'a', 'b'), world, 9_999)).toEqual(made);
    expect((await openInstance(join(folder, 'other'), world, 0)).secret).not.toBe(made.secret);
  });

  it('keeps the secret from other users of the machine', async () => {
    await openInstance(folder, live, 0);
    expect((await stat(join(folder, 'instance.json'))).mode & 0o077).toBe(0);
  });

  it('refuses a folder that was made with another slot length', async () => {
    await openInstance(folder, live, 0);
    expect(await faultsOf(openInstance(folder, { ...live, slotSeconds: 900 }, 0))).toEqual([
      `--slot-length is "900", but the data folder ${folder} was made with 600; give that, or use another --data.`,
    ]);
  });

  it('refuses a folder that holds another simulated ISP, and leaves it as it was', async () => {
    const made = await openInstance(folder, simulated, 0);
    const other = { ...simulated, simulation: { world: 'flat', seed: 2, subscribers: 10 } } as const;
    expect(await faultsOf(openInstance(folder, other, 0))).toEqual([
      `--simulated-world is "flat", but the data folder ${folder} was made with real; give that, or use another --data.`,
      `--simulated-seed is "2", but the data folder ${folder} was made with 1; give that, or use another --data.`,
      `--simulated-subscribers is "10", but the data folder ${folder} was made with 1000; give that, or use another --data.`,
    ]);
    expect(await openInstance(folder, simulated, 0)).toEqual(made);
  });

  it('takes a folder that was made before the simulated ISP was kept', async () => {
    const { simulation: _, ...old } = await openInstance(folder, simulated, 0);
    await writeFile(join(folder, 'instance.json'), JSON.stringify(old));
    expect(await openInstance(folder, simulated, 0)).toEqual(old);
  });

  it('refuses a folder that was made when there was one kind of simulated ISP alone', async () => {
    const made = await openInstance(folder, simulated, 0);
    const old = { ...made, simulation: { seed: 1, subscribers: 1000 } };
    await writeFile(join(folder, 'instance.json'), JSON.stringify(old));
    expect(await faultsOf(openInstance(folder, simulated, 0))).toEqual([
      `--simulated-world is "real", but the data folder ${folder} was made with an earlier one; give that, or use another --data.`,
    ]);
  });

  it('says that a folder can not be made where a file is', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await faultsOf(openInstance(join(file, 'live'), live, 0))).toEqual([
      expect.stringMatching(/ENOTDIR.*; use another --data\.$/),
    ]);
  });

  it('does not overwrite an identity that it can not read', async () => {
    await writeFile(join(folder, 'instance.json'), '{ half');
    await expect(openInstance(folder, live, 0)).rejects.toThrow("can't be read");
    expect(await readFile(join(folder, 'instance.json'), 'utf8')).toBe('{ half');
  });
});
