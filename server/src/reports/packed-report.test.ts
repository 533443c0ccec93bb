import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../test/odd-snapshot.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { Snapshot } from '../ingest/source.ts';
import { DroppedRows } from '../pipeline/dropped-rows.ts';
import { holdSnapshot } from '../pipeline/held-snapshot.ts';
import { packReport, unpackReport } from './packed-report.ts';

/** All that a snapshot tells, by the names of subscribers. */
function toldBy(snapshot: Snapshot, directory: SubscriberIndex) {
  const dropped = new DroppedRows();
  const { batches, ...rest } = holdSnapshot(snapshot, dropped);
  const sessions = batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, row) => [
      directory.idOf(batch.subscriber[row]!),
      ...[batch.session, batch.startedAt, batch.endedAt, batch.ageSeconds].map((column) => column[row]),
      ...[batch.upCounter, batch.downCounter, batch.line].map((column) => column[row]),
    ]),
  );
  return { ...rest, sessions, dropped: { counts: dropped.counts, letters: dropped.letters } };
}

describe('a packed report', () => {
  it('tells in another process, with another directory, what its snapshot told', () => {
    const here = new SubscriberIndex();
    const subscribers = ['a', 'Grüße', 'x'.repeat(255), ...Array.from({ length: 500 }, (_, n) => `s${n}`)];
    const snapshot = snapshotOf(subscribers, here, 1200, 20_000);
    const there = new SubscriberIndex();
    there.indexOf('somebody else');
    const unpacked = unpackReport(packReport(snapshot, here), there);
    expect(toldBy(unpacked, there)).toEqual(toldBy(snapshot, here));
  });

  it('may be of nobody', () => {
    const directory = new SubscriberIndex();
    const snapshot = snapshotOf([], directory);
    expect(toldBy(unpackReport(packReport(snapshot, directory), directory), directory)).toMatchObject({ sessions: [] });
  });

  it('is refused with a sentence when it was cut off or changed anywhere, or is of another version', () => {
    const directory = new SubscriberIndex();
    const packed = packReport(snapshotOf(['a', 'b'], directory), directory);
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackReport(packed.subarray(0, length), directory), `${length} bytes`).toThrow('damaged');
    }
    for (let at = 0; at < packed.length; at++) {
      const changed = Buffer.from(packed);
      changed[at]! ^= 1;
      expect(() => unpackReport(changed, directory), `byte ${at}`).toThrow('A report is damaged');
    }
    const other = Buffer.from(packed.toString('latin1').replace('"version":1', '"version":2'), 'latin1');
    other.writeUInt32LE(crc32(other.subarray(4)));
    expect(() => unpackReport(other, directory)).toThrow('version 2, expected 1: run one version everywhere');
  });
});
