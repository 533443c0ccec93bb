/** Slots: the time line cut into equal intervals counted from 1970-01-01 00:00:00 of the data's clock. */
import type { EpochSeconds } from './traffic.ts';

/** Length of a slot unless the setting says otherwise: PSX devices write a snapshot every ten minutes. */
export const defaultSlotSeconds = 600;

/** Start of the slot that a snapshot describes: the interval that ends at the snapshot, to the nearest slot border. */
export function slotOfSnapshot(snapshotAt: EpochSeconds, slotSeconds: number): EpochSeconds {
  return Math.round(snapshotAt / slotSeconds) * slotSeconds - slotSeconds;
}
