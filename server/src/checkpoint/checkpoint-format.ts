/**
 * The bytes of a checkpoint file:
 *
 *     magic, 8 bytes | format version, uint32 | length of the header, uint32 | header, JSON | columns | records, JSON | SHA-256
 *
 * The header says what the checkpoint belongs to and which columns follow, of what kind and length, without padding. The
 * hash is of everything before it. Numbers are little-endian, as on every machine that Node runs Tidewatch on.
 */
import type { Column } from '../domain/saved-state.ts';
import { CheckpointRefused, type Checkpoint } from './checkpoint.ts';
import { textOfRecords } from './record-text.ts';

export const formatVersion = 1;
export const magic = Buffer.from('tidewtch');
export const fixedBytes = magic.length + 4 + 4;
export const hashBytes = 32;
/** Some forty columns take 3 kB. */
const mostHeaderBytes = 1 << 20;

const kinds = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;

export interface ColumnHeader {
  readonly name: string;
  readonly kind: keyof typeof kinds;
  readonly length: number;
}

export interface Header extends Omit<Checkpoint, 'state'> {
  readonly columns: readonly ColumnHeader[];
  readonly recordBytes: number;
}

/** Everything but the hash, in order and without copying columns. */
export function partsOf({ state, ...identity }: Checkpoint): Uint8Array[] {
  const records = Buffer.from(textOfRecords(state.records));
  const columns = Array.from(state.columns, ([name, column]) => ({
    name,
    kind: column.constructor.name as ColumnHeader['kind'],
    length: column.length,
  }));
  const header = Buffer.from(JSON.stringify({ ...identity, columns, recordBytes: records.length } satisfies Header));
  const fixed = Buffer.alloc(fixedBytes);
  magic.copy(fixed);
  fixed.writeUInt32LE(formatVersion, magic.length);
  fixed.writeUInt32LE(header.length, magic.length + 4);
  return [fixed, header, ...Array.from(state.columns.values(), bytesOf), records];
}

/** The length of the header that follows. Throws `CheckpointRefused` when these bytes do not begin a checkpoint of this format. */
export function readFixed(fixed: Buffer): number {
  if (fixed.length < fixedBytes || !fixed.subarray(0, magic.length).equals(magic))
    throw damaged('does not begin as one');
  const format = fixed.readUInt32LE(magic.length);
  if (format !== formatVersion)
    throw new CheckpointRefused('format', `is of format ${format}, expected ${formatVersion}`);
  return Math.min(fixed.readUInt32LE(magic.length + 4), mostHeaderBytes);
}

/** Throws `CheckpointRefused` unless the header describes a file of exactly this size. */
export function readHeader(bytes: Buffer, fileBytes: number): Header {
  const header = parsed(bytes.toString());
  const columns = header?.columns?.map(({ kind, length }) => (kinds[kind]?.BYTES_PER_ELEMENT ?? NaN) * length) ?? [NaN];
  const told = columns.reduce((sum, column) => sum + column, fixedBytes + bytes.length + hashBytes);
  if (header === null || told + header.recordBytes !== fileBytes)
    throw damaged(`has ${fileBytes} bytes, which is not what its beginning says`);
  return header;
}

/** An empty column as the header describes it. */
export function columnFor({ kind, length }: ColumnHeader): Column {
  return new kinds[kind](length);
}

export function bytesOf(column: Column): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

export function damaged(how: string): CheckpointRefused {
  return new CheckpointRefused('damaged', `is damaged: it ${how}`);
}

function parsed(text: string): Header | null {
  try {
    return JSON.parse(text) as Header | null;
  } catch {
    return null;
  }
}
