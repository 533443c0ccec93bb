/** The records of a report as a snapshot: from here on they go the way of all others. */
import type { DeviceReading } from '../../domain/device.ts';
import { createSessionBatch, type SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import type { ReceivedRecord, ReceivedReport } from '../../history/received.ts';
import type { Snapshot } from '../source.ts';

const batchRows = 4096;

/** `records` are those of the report, in the order in which dead letters number them. */
export function receivedSnapshot(
  report: ReceivedReport,
  records: readonly ReceivedRecord[],
  device: DeviceReading,
  subscribers: SubscriberDirectory,
): Snapshot {
  return {
    device: readingOf(report, device),
    snapshotAt: report.snapshotAt,
    file: receivedName(report),
    revision: 0,
    sizeBytes: 0,
    estimated: records.filter(({ estimated }) => estimated).length,
    read(onBatch) {
      const batch = createSessionBatch(Math.min(batchRows, records.length));
      for (const [place, record] of records.entries()) {
        if (batch.count === batch.capacity) {
          onBatch(batch);
          batch.count = 0;
        }
        add(record, place + 1, subscribers, batch);
      }
      if (batch.count > 0) onBatch(batch);
      return records.length;
    },
  };
}

/** As the account of what was ingested calls it. */
export function receivedName({ form, device, snapshotAt }: ReceivedReport): string {
  return `received_${form}_${device}_${new Date(snapshotAt * 1000).toISOString().slice(0, 19).replace('T', ' ')}`;
}

/** Samples and shares of accounting are bytes of the interval, by the common clock, whatever the device's files are like. */
function readingOf({ form }: ReceivedReport, device: DeviceReading): DeviceReading {
  return form === 'session' ? device : { ...device, unit: 'bytes', counters: 'interval', clockOffsetSeconds: 0 };
}

function add(record: ReceivedRecord, line: number, subscribers: SubscriberDirectory, batch: SessionBatch): void {
  const row = batch.count++;
  batch.session[row] = record.session;
  batch.subscriber[row] = subscribers.indexOf(record.subscriber);
  batch.startedAt[row] = record.startedAt;
  batch.endedAt[row] = record.endedAt;
  batch.ageSeconds[row] = record.ageSeconds;
  batch.upCounter[row] = record.up;
  batch.downCounter[row] = record.down;
  batch.line[row] = line;
}
