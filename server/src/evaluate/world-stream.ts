/** Lets a simulated world go by in memory, through the same intake, normalising and slots as live traffic. */
import { SessionLedger } from '../domain/session-ledger.ts';
import type { SessionBatch } from '../domain/session-batch.ts';
import { slotOfSnapshot } from '../domain/slot.ts';
import { SlotObservations } from '../domain/slot-observations.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { snapshotOf } from '../ingest/simulated/snapshot-of.ts';
import type { World } from '../ingest/simulated/world.ts';
import { Intake, type TakenSlot, type TakenSnapshot } from '../pipeline/intake.ts';
import { secondsPerDay } from './measured-time.ts';

/** As `npm start` waits unless told otherwise. */
const latenessSeconds = 1200;

export interface WorldListener {
  /** The records of one device, as they came. */
  onRecords(slotStart: EpochSeconds, records: SessionBatch): void;
  onSlot(slotStart: EpochSeconds, observations: SlotObservations): void;
  /** A day of the world is over; days are counted from 1. */
  onDay(day: number): void;
}

/** Gives the number of records. */
export function streamWorld(
  world: World,
  days: number,
  directory: SubscriberDirectory,
  listener: WorldListener,
): number {
  const { startedAt, slotSeconds, devices } = world.options;
  const names = devices.map(({ name }) => name);
  const intake = new Intake({ slotSeconds, latenessSeconds, devices: names }, new SessionLedger());
  const observations = new SlotObservations();
  let rows = 0;
  const count = (snapshot: TakenSnapshot | null): void => void (rows += snapshot?.account.rows ?? 0);
  const take = ({ slotStart, blocks, snapshots }: TakenSlot): void => {
    snapshots.forEach(count);
    observations.gather(blocks, directory.size);
    listener.onSlot(slotStart, observations);
  };
  for (let at = startedAt + slotSeconds; at <= startedAt + days * secondsPerDay; at += slotSeconds) {
    for (const { position, snapshotAt } of world.arrivalsAt(at)) {
      const slotStart = slotOfSnapshot(snapshotAt, slotSeconds);
      const onRecords = (records: SessionBatch): void => listener.onRecords(slotStart, records);
      count(intake.take(snapshotOf(world, position, snapshotAt, onRecords)).taken);
    }
    for (let slot = intake.closeNext(); slot !== null; slot = intake.closeNext()) take(slot);
    if ((at - startedAt) % secondsPerDay === 0) listener.onDay((at - startedAt) / secondsPerDay);
  }
  for (let slot = intake.flushNext(); slot !== null; slot = intake.flushNext()) take(slot);
  return rows;
}
