/** The identity of a data folder: the secret that signs cursors, the slot length, and when its simulated ISP began. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import type { EpochSeconds } from './domain/traffic.ts';

export interface Instance {
  /** 32 bytes, base64. Signs cursors and seals ids: losing it only makes old ones invalid. */
  readonly secret: string;
  /** Slots of different length can't be compared, so a folder keeps the one it was made with. */
  readonly slotSeconds: number;
  /** First slot of the simulated ISP. */
  readonly simulatedFrom: EpochSeconds;
}

/** Reads the folder's identity, or gives it one. Throws `ConfigError` when the folder was made with another slot length. */
export async function openInstance(
  folder: string,
  slotSeconds: number,
  simulatedFrom: EpochSeconds,
): Promise<Instance> {
  const path = join(folder, 'instance.json');
  await mkdir(folder, { recursive: true });
  const found = await readInstance(path);
  if (found === null) {
    const instance = { secret: randomBytes(32).toString('base64'), slotSeconds, simulatedFrom };
    // Written beside and renamed, so that a crash leaves either none or a whole one.
    await writeFile(`${path}.new`, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
    return instance;
  }
  if (found.slotSeconds !== slotSeconds) {
    throw new ConfigError([
      `--slot-length is "${slotSeconds}", but the data folder ${folder} was made with ${found.slotSeconds}; use another --data.`,
    ]);
  }
  return found;
}

async function readInstance(path: string): Promise<Instance | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Instance;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new ConfigError([
      `${path} can't be read: ${(error as Error).message}. Restore it, or remove the data folder to start anew.`,
    ]);
  }
}
