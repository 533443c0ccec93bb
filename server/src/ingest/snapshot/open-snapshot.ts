/** Reads one snapshot file into memory, unpacked, and offers it for decoding, in the form that its header tells. */
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeRadacct, readingOfRadacct } from '../radacct/decode-radacct.ts';
import { firstLineOf, radacctLayoutIn } from '../radacct/radacct-layout.ts';
import type { Snapshot } from '../source.ts';
import type { DecodeContext } from './decode.ts';
import { decodeSnapshot } from './decode.ts';
import type { SnapshotFile } from './snapshot-file.ts';

const unpack = promisify(gunzip);

/** Throws with a sentence when the file is larger than `maxBytes`, packed or unpacked, or is not gzip although its name says so. */
export async function openSnapshot(file: SnapshotFile, context: DecodeContext, maxBytes: number): Promise<Snapshot> {
  const { size } = await stat(file.path);
  if (size > maxBytes) throw new Error(`${file.name} has ${size} bytes, more than the ${maxBytes} allowed`);
  const stored = await readFile(file.path);
  const content = file.gzip ? await unpackWithin(stored, maxBytes, file.name) : stored;
  const radacct = radacctLayoutIn(firstLineOf(content));
  const device = radacct === null ? file.device : readingOfRadacct(file.device);
  return {
    device,
    snapshotAt: file.snapshotAt,
    revision: file.revision,
    file: file.name,
    sizeBytes: size,
    read: (onBatch, onDeadLetter) =>
      radacct === null
        ? decodeSnapshot(content, file.name, device, context, { onBatch, onDeadLetter })
        : decodeRadacct(content, file.name, radacct, device, context, { onBatch, onDeadLetter }),
  };
}

async function unpackWithin(stored: Buffer, maxOutputLength: number, name: string): Promise<Buffer> {
  try {
    return await unpack(stored, { maxOutputLength });
  } catch (error) {
    throw new Error(`${name} can't be unpacked to at most ${maxOutputLength} bytes: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
