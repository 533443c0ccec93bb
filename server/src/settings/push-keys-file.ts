/** Reads the file of keys that a command line names. */
import { readFile } from 'node:fs/promises';
import { PushKeysError, readPushKeys, type PushKey } from '../ingest/push/push-keys.ts';

/** Reads the keys at `path`; what is wrong with them is added to `faults`, and none stand in for them. */
export async function pushKeysIn(path: string, faults: string[]): Promise<PushKey[]> {
  try {
    return readPushKeys(await readFile(path, 'utf8'));
  } catch (error) {
    const told =
      error instanceof PushKeysError
        ? error.faults.map((fault) => `--push-keys "${path}" ${fault}.`)
        : [`--push-keys "${path}" can't be read: ${(error as Error).message}.`];
    faults.push(...told);
    return [];
  }
}
