/** The identity of a data folder: the secret that signs cursors, the slot length, and the simulated ISP that lives in it. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { WorldKind } from '../ingest/simulated/world.ts';

/** What a folder is made for, and keeps. Of live traffic nothing but the slot length: a folder of snapshots may move. */
export interface World {
  /** Slots of different length can't be compared. */
  readonly slotSeconds: number;
  /** Null for live traffic. Another world, another seed, or more subscribers, is another ISP with the same names. */
  readonly simulation: { readonly world: WorldKind; readonly seed: number; readonly subscribers: number } | null;
}

export interface Instance extends World {
  /** 32 bytes, base64. Signs cursors and seals ids: losing it only makes old ones invalid. */
  readonly secret: string;
  /** First slot of the simulated ISP. */
  readonly simulatedFrom: EpochSeconds;
}

/**
 * Reads the folder's identity, or gives it one. Throws `ConfigError` when the folder was made for another world, or can't
 * be used.
 */
export async function openInstance(folder: string, world: World, simulatedFrom: EpochSeconds): Promise<Instance> {
  const path = join(folder, 'instance.json');
  const found = await readInstance(path);
  if (found === null) {
    const instance = { secret: randomBytes(32).toString('base64'), ...world, simulatedFrom };
    await writeInstance(folder, path, instance);
    return instance;
  }
  const faults = differences(folder, found, world);
  if (faults.length > 0) throw new ConfigError(faults);
  return found;
}

function differences(folder: string, found: Instance, world: World): string[] {
  const settings = [
    ['slot-length', found.slotSeconds, world.slotSeconds],
    ['simulated-world', worldIn(found), world.simulation?.world],
    ['simulated-seed', found.simulation?.seed, world.simulation?.seed],
    ['simulated-subscribers', found.simulation?.subscribers, world.simulation?.subscribers],
  ] as const;
  return (
    settings
      // A folder that was made before this was kept agrees with anything.
      .filter(([, kept, given]) => kept !== undefined && kept !== given)
      .map(
        ([option, kept, given]) =>
          `--${option} is "${given}", but the data folder ${folder} was made with ${kept}; give that, or use another --data.`,
      )
  );
}

/** A folder that was made when there was one world alone holds neither of those there are now. */
function worldIn({ simulation }: Pick<Instance, 'simulation'>): string | undefined {
  if (!simulation) return undefined;
  const world: string | undefined = simulation.world;
  return world ?? 'an earlier one';
}

async function writeInstance(folder: string, path: string, instance: Instance): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    // Written beside and renamed, so that a crash leaves either none or a whole one.
    await writeFile(`${path}.new`, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  } catch (error) {
    throw new ConfigError(
      [`The data folder ${folder} can't be made: ${(error as Error).message}; use another --data.`],
      {
        cause: error,
      },
    );
  }
}

async function readInstance(path: string): Promise<Instance | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Instance;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    const advice = code === 'ENOTDIR' ? 'use another --data' : 'restore it, or remove the data folder to start anew';
    throw new ConfigError([`${path} can't be read: ${message}; ${advice}.`], { cause: error });
  }
}
