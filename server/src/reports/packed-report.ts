/**
 * A report of a device as bytes, to travel between processes: what its snapshot told, decoded into columns, with the rows that
 * could not be decoded. About 45 bytes a session. Numbers lie as typed arrays have them: all machines that run Node are little-endian.
 * It begins with a checksum of the rest and the length of its header, as Redis does not look whether a bit has changed.
 */
import { crc32 } from 'node:zlib';
import type { DeadLetter, DropReason } from '../domain/dead-letter.ts';
import type { SessionBatch } from '../domain/session-batch.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { DroppedRows } from '../pipeline/dropped-rows.ts';
import { holdSnapshot } from '../pipeline/held-snapshot.ts';
import type { Snapshot } from '../ingest/source.ts';

interface Header extends Pick<Snapshot, 'device' | 'snapshotAt' | 'revision' | 'file' | 'sizeBytes'> {
  readonly version: typeof version;
  readonly rows: number;
  readonly estimated: number;
  readonly sessions: number;
  readonly idBytes: number;
  readonly letters: readonly DeadLetter[];
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** Another one is of another version of Tidewatch, which must be upgraded too. */
const version = 1;
const doubleColumns = ['session', 'upCounter', 'downCounter'] as const;
const wordColumns = ['startedAt', 'endedAt', 'ageSeconds', 'line'] as const;
const checksumBytes = 4;
const fixedBytes = checksumBytes + 4;
const longestId = 255;

/** Throws what `snapshot.read` throws. */
export function packReport(snapshot: Snapshot, subscribers: SubscriberDirectory): Buffer {
  const dropped = new DroppedRows();
  const { batches, rows, estimated } = holdSnapshot(snapshot, dropped);
  const sessions = batches.reduce((sum, { count }) => sum + count, 0);
  const ids = packIds(batches, sessions, subscribers);
  const { device, snapshotAt, revision, file, sizeBytes } = snapshot;
  const header: Header = {
    version,
    device,
    snapshotAt,
    revision,
    file,
    sizeBytes,
    rows,
    estimated,
    sessions,
    idBytes: ids.length - sessions,
    letters: dropped.letters,
    dropped: dropped.counts,
  };
  const head = Buffer.from(JSON.stringify(header));
  const fixed = Buffer.alloc(fixedBytes);
  fixed.writeUInt32LE(head.length, checksumBytes);
  const columns = [...doubleColumns, ...wordColumns].flatMap((name) =>
    batches.map(({ [name]: { buffer, byteOffset, byteLength } }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const packed = Buffer.concat([fixed, head, ...columns, ids]);
  packed.writeUInt32LE(checksumOf(packed));
  return packed;
}

const checksumOf = (packed: Buffer): number => crc32(packed.subarray(checksumBytes));

/** The length of each id, then all ids. */
function packIds(batches: readonly SessionBatch[], sessions: number, subscribers: SubscriberDirectory): Buffer {
  const lengths = Buffer.alloc(sessions);
  let ids = Buffer.allocUnsafe(16 * sessions + longestId);
  let row = 0;
  let end = 0;
  for (const { count, subscriber } of batches) {
    for (let i = 0; i < count; i++) {
      if (end + longestId > ids.length) ids = Buffer.concat([ids, Buffer.allocUnsafe(ids.length)]);
      const length = subscribers.copyIdInto(subscriber[i]!, ids, end);
      lengths[row++] = length;
      end += length;
    }
  }
  return Buffer.concat([lengths, ids.subarray(0, end)]);
}

/** Throws a sentence when the bytes are no report of this version. */
export function unpackReport(bytes: Buffer, subscribers: SubscriberDirectory): Snapshot {
  if (bytes.length < fixedBytes || bytes.readUInt32LE() !== checksumOf(bytes))
    throw new Error('A report is damaged: its bytes are not those that a collector put into Redis');
  const headEnd = fixedBytes + bytes.readUInt32LE(checksumBytes);
  const header = headerIn(bytes.subarray(fixedBytes, headEnd));
  const { device, snapshotAt, revision, file, sizeBytes, rows, estimated, sessions, idBytes } = header;
  const expected = sessions * (8 * doubleColumns.length + 4 * wordColumns.length + 1) + idBytes;
  if (bytes.length - headEnd !== expected)
    throw new Error(`A report has ${bytes.length - headEnd} bytes of columns, expected ${expected}`);
  return {
    device,
    snapshotAt,
    revision,
    file,
    sizeBytes,
    estimated,
    read(onBatch, onDeadLetter) {
      for (const letter of lettersOf(header)) onDeadLetter(letter);
      onBatch(unpackBatch(bytes.subarray(headEnd), sessions, subscribers));
      return rows;
    },
  };
}

function headerIn(bytes: Buffer): Header {
  const header = JSON.parse(bytes.toString()) as Omit<Header, 'version'> & { readonly version: number };
  if (header.version !== version)
    throw new Error(`A report is of version ${header.version}, expected ${version}: run one version everywhere`);
  return { ...header, version };
}

/** Beyond those that are kept as rows only the reason of a letter counts. */
function* lettersOf({ file, letters, dropped }: Header): Iterable<DeadLetter> {
  yield* letters;
  for (const [reason, count] of Object.entries(dropped) as [DropReason, number][]) {
    const kept = letters.filter((letter) => letter.reason === reason).length;
    for (let n = kept; n < count; n++) yield { file, line: 0, column: '', reason, given: '' };
  }
}

function unpackBatch(packed: Buffer, count: number, subscribers: SubscriberDirectory): SessionBatch {
  // A typed array begins where its numbers can: the columns are copied to such a place.
  const bytes = new Uint8Array(packed);
  const doubles = (nth: number) => new Float64Array(bytes.buffer, nth * 8 * count, count);
  const words = (nth: number) => new Uint32Array(bytes.buffer, (doubleColumns.length * 8 + nth * 4) * count, count);
  const lengthsAt = (doubleColumns.length * 8 + wordColumns.length * 4) * count;
  const subscriber = new Uint32Array(count);
  let from = lengthsAt + count;
  for (let row = 0; row < count; row++) {
    const to = from + bytes[lengthsAt + row]!;
    subscriber[row] = subscribers.indexOfBytes(bytes, from, to);
    from = to;
  }
  return {
    capacity: count,
    count,
    subscriber,
    session: doubles(0),
    upCounter: doubles(1),
    downCounter: doubles(2),
    startedAt: words(0),
    endedAt: words(1),
    ageSeconds: words(2),
    line: words(3),
  };
}
