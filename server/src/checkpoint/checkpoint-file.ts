/** Writes a checkpoint to its file and reads it back, piece by piece, so that hundreds of megabytes do not hold up the process. */
import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CheckpointRefused, type Checkpoint } from './checkpoint.ts';
import {
  bytesOf,
  columnFor,
  damaged,
  fixedBytes,
  hashBytes,
  partsOf,
  readFixed,
  readHeader,
} from './checkpoint-format.ts';
import { recordsOf } from './record-text.ts';

/** Hashing this much takes a millisecond or two; the event loop gets a turn after each piece. */
const pieceBytes = 1 << 20;

/** The port that the pipeline keeps its checkpoints by. */
export interface CheckpointStore {
  /** Where it is, to tell people. */
  readonly path: string;
  /** Null when there is none. Throws when there is one that can't be used: see `asRefusal`. */
  read(): Promise<Checkpoint | null>;
  /** Puts it in the place of the one before, whole or not at all. Gives its size in bytes. */
  write(checkpoint: Checkpoint): Promise<number>;
  remove(): Promise<void>;
}

export function createCheckpointFile(path: string): CheckpointStore {
  return {
    path,
    read: () => readCheckpoint(path),
    write: (checkpoint) => writeCheckpoint(path, checkpoint),
    remove: () => rm(path, { force: true }),
  };
}

async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<number> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await using file = await open(`${path}.new`, 'w', 0o600);
  const hash = createHash('sha256');
  let written = 0;
  for (const part of partsOf(checkpoint)) {
    for (let at = 0; at < part.length; at += pieceBytes) {
      const piece = part.subarray(at, at + pieceBytes);
      hash.update(piece);
      await file.writeFile(piece);
      written += piece.length;
    }
  }
  await file.writeFile(hash.digest());
  // On disk before its name is: a name never leads to half a file, not even after a power cut.
  await file.sync();
  await rename(`${path}.new`, path);
  await using entries = await open(folder);
  await entries.sync();
  return written + hashBytes;
}

async function readCheckpoint(path: string): Promise<Checkpoint | null> {
  const file = await open(path).catch(absent);
  if (file === null) return null;
  await using reading = file;
  return await readFrom(reading);
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw new CheckpointRefused('damaged', `can't be read: ${error.message}`);
}

async function readFrom(file: FileHandle): Promise<Checkpoint> {
  const { size } = await file.stat();
  const hash = createHash('sha256');
  const take = async <Bytes extends Uint8Array>(bytes: Bytes): Promise<Bytes> => fill(file, bytes, hash);
  const headerBytes = readFixed(await take(Buffer.alloc(Math.min(fixedBytes, size))));
  const header = readHeader(await take(Buffer.alloc(Math.min(headerBytes, size))), size);
  const columns = header.columns.map((column) => [column.name, columnFor(column)] as const);
  for (const [, column] of columns) await take(bytesOf(column));
  const records = await take(Buffer.alloc(header.recordBytes));
  const digest = hash.digest();
  if (!digest.equals(await fill(file, Buffer.alloc(hashBytes)))) throw damaged('does not match its checksum');
  const { columns: _, recordBytes: __, ...identity } = header;
  return { ...identity, state: { columns: new Map(columns), records: recordsOf(records.toString()) } };
}

/** Fills the bytes from where the file is. */
async function fill<Bytes extends Uint8Array>(file: FileHandle, bytes: Bytes, hash?: Hash): Promise<Bytes> {
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, Math.min(pieceBytes, bytes.length - at));
    if (bytesRead === 0) throw damaged('ends too early');
    hash?.update(bytes.subarray(at, at + bytesRead));
    at += bytesRead;
  }
  return bytes;
}
