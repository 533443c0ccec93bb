/** Reads the table of subscribers that a command line names. */
import { readFile } from 'node:fs/promises';
import {
  noSubscriberTable,
  readSubscriberTable,
  SubscriberTableError,
  type SubscriberTable,
} from '../ingest/subscriber-table.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';

/** Reads the table at `path`; what is wrong with it is added to `faults`, and none stands in for it. */
export async function subscribersIn(
  path: string,
  pseudonyms: Pick<Pseudonyms, 'of'> | null,
  faults: string[],
): Promise<SubscriberTable> {
  try {
    return readSubscriberTable(await readFile(path, 'utf8'), pseudonyms);
  } catch (error) {
    const told =
      error instanceof SubscriberTableError
        ? error.faults.map((fault) => `--subscribers "${path}": ${fault}`)
        : [`--subscribers "${path}" can't be read: ${(error as Error).message}.`];
    faults.push(...told);
    return noSubscriberTable;
  }
}
