/** Where `replay` writes its anomalies: a file that is opened before the work begins, or standard output. */
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandFault, exitCodes } from '../commands/command-fault.ts';
import { ConfigError } from '../settings/config-error.ts';

export interface AnomalyOutput {
  /** Call once, with lines that end as lines do. Throws `CommandFault` when they can't be written. */
  write(lines: readonly string[]): Promise<void>;
}

/** `-` is standard output. Throws `ConfigError` when the file can't be opened. */
export async function openAnomalyOutput(out: string): Promise<AnomalyOutput> {
  const stream = out === '-' ? process.stdout : await openFile(out);
  return {
    async write(lines) {
      try {
        await pipeline(Readable.from(lines), stream, { end: out !== '-' });
      } catch (error) {
        const fault = `--out "${out}" can't be written: ${(error as Error).message}.`;
        throw new CommandFault(exitCodes.cannotWrite, [fault], { cause: error });
      }
    },
  };
}

async function openFile(path: string): Promise<Writable> {
  try {
    return (await open(path, 'w')).createWriteStream();
  } catch (error) {
    throw new ConfigError([`--out is "${path}", expected a file that can be written: ${(error as Error).message}.`], {
      cause: error,
    });
  }
}
