/** A slot of a key of the seed's as a snapshot: from here on it goes the way of all others. */
import type { DeviceReading } from '../../domain/device.ts';
import { createSessionBatch, type SessionBatch } from '../../domain/session-batch.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { seedSlotSeconds } from '../../seed-words.ts';
import type { Snapshot } from '../source.ts';
import type { RedisKeysOptions } from './redis-keys-source.ts';
import type { SeedRow, SeedSlot } from './seed-slots.ts';

/**
 * What the counters of keys mean: bytes of the slot by the common clock, as the mirror writes them; or in the unit and by the
 * clock of the device, of the slot (`interval`) or grown since the session began (`cumulative`).
 */
export const keyCounters = ['slot-bytes', 'interval', 'cumulative'] as const;
export type KeyCounters = (typeof keyCounters)[number];

const batchRows = 4096;

/** How the device's rows are to be read. */
export function readingOfKeys(device: DeviceReading, counters: KeyCounters): DeviceReading {
  if (counters === 'slot-bytes') return { ...device, unit: 'bytes', counters: 'interval', clockOffsetSeconds: 0 };
  return { ...device, counters };
}

export function endOfSlot(
  { slotStart }: Pick<SeedSlot, 'slotStart'>,
  { clockOffsetSeconds }: DeviceReading,
): EpochSeconds {
  return slotStart - clockOffsetSeconds + seedSlotSeconds;
}

type SeedNaming = Pick<RedisKeysOptions, 'subscribers' | 'sessionOf'>;

/** `reading` is that of `readingOfKeys`. */
export function seedSnapshot(
  key: string,
  slot: SeedSlot,
  revision: number,
  reading: DeviceReading,
  naming: SeedNaming,
): Snapshot {
  // Already on the common clock, as its rows will be.
  const device = { ...reading, clockOffsetSeconds: 0 };
  const snapshotAt = endOfSlot(slot, reading);
  const file = revision === 0 ? key : `${key} (revision ${revision})`;
  return {
    device,
    snapshotAt,
    revision,
    file,
    sizeBytes: 0,
    read(onBatch, onDeadLetter) {
      for (const fault of slot.faulty) onDeadLetter({ file, ...fault });
      const batch = createSessionBatch(Math.min(batchRows, slot.rows.length));
      const seen = new Map<string, number>();
      for (const row of slot.rows) {
        if (batch.count === batch.capacity) {
          onBatch(batch);
          batch.count = 0;
        }
        const nth = (seen.get(row.subscriber) ?? 0) + 1;
        seen.set(row.subscriber, nth);
        add(row, nth, device, snapshotAt, naming, batch);
      }
      if (batch.count > 0) onBatch(batch);
      return slot.rows.length + slot.faulty.length;
    },
  };
}

/** Rows name no session. Of the slot, several of a subscriber add up; counters that grow are taken for one that never ends. */
function add(
  { line, subscriber, up, down }: SeedRow,
  nth: number,
  { counters }: DeviceReading,
  snapshotAt: EpochSeconds,
  { subscribers, sessionOf }: SeedNaming,
  batch: SessionBatch,
): void {
  const row = batch.count++;
  const grows = counters === 'cumulative';
  batch.session[row] = grows ? sessionOf(subscriber) : nth;
  batch.subscriber[row] = subscribers.indexOf(subscriber);
  batch.startedAt[row] = grows ? 0 : snapshotAt - seedSlotSeconds;
  batch.endedAt[row] = 0;
  batch.ageSeconds[row] = seedSlotSeconds;
  batch.upCounter[row] = up;
  batch.downCounter[row] = down;
  batch.line[row] = line;
}
