/** Writes session records as the text of a snapshot file, the inverse of the decoder: about a million rows a second. */
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import { ByteWriter } from './byte-writer.ts';
import { createDateWriter } from './date-writer.ts';

const columns = ['IdSession', 'IdPSX', 'IdSubscriber', 'StartSession', 'EndSession', 'Duartion', 'UpTx', 'DownTx'];
const newline = 10;

export interface SnapshotEncoder {
  /** Header and one line per record, LF. The bytes are overwritten by the next call. */
  encode(batch: SessionBatch): Uint8Array;
}

/** An encoder of one device's files. Throws when the device's date format can't be written. */
export function createSnapshotEncoder(device: DeviceReading, directory: SubscriberDirectory): SnapshotEncoder {
  const out = new ByteWriter();
  const writeDate = createDateWriter(device.dateFormat);
  const delimiter = device.delimiter.charCodeAt(0);

  function writeRow(batch: SessionBatch, row: number): void {
    out.integer(batch.session[row]!);
    out.byte(delimiter);
    out.integer(device.id);
    out.byte(delimiter);
    out.subscriberId(directory, batch.subscriber[row]!);
    out.byte(delimiter);
    writeDate(batch.startedAt[row]!, out);
    out.byte(delimiter);
    if (batch.endedAt[row] !== 0) writeDate(batch.endedAt[row]!, out);
    out.byte(delimiter);
    out.integer(batch.ageSeconds[row]!);
    out.byte(delimiter);
    out.integer(batch.upCounter[row]!);
    out.byte(delimiter);
    out.integer(batch.downCounter[row]!);
    out.byte(newline);
  }

  return {
    encode(batch) {
      out.clear();
      out.ascii(columns.join(device.delimiter));
      out.byte(newline);
      for (let row = 0; row < batch.count; row++) writeRow(batch, row);
      return out.written();
    },
  };
}
