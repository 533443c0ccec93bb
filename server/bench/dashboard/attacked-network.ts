/** Snapshots of a small network in which one subscriber after another begins to upload far more than ever. */
import { firstSlot, type Rates, type SnapshotFolder } from '../../test/snapshot-folder.ts';

/** Slots without an attack, from which the network is learned. */
export const learnedSlots = 150;
/** An attack is over soon: what many do at once would be the device's doing, not theirs. */
export const attackSlots = 3;
const slotSeconds = 600;
const subscribers = Array.from({ length: 200 }, (_, n) => String(2000 + n));
const wobble = (slot: number): number => 1 + 0.05 * Math.sin(slot * 2.4);

/** Bytes a second in a slot; attackers are those who begin in it or began in the two before. */
function ratesOf(slot: number, attacks: number): Rates {
  const begun = slot - learnedSlots;
  const attackers = new Set(
    subscribers.slice(Math.max(0, begun - attackSlots + 1), Math.max(0, Math.min(begun + 1, attacks))),
  );
  const rates = subscribers.map((subscriber) => {
    const factor = attackers.has(subscriber) ? 100 : 1;
    return [subscriber, [20_000 * wobble(slot) * factor, 90_000 * wobble(slot)] as const] as const;
  });
  return Object.fromEntries(rates);
}

/** Both devices' snapshots of a slot, the one with the attack last. Gives the end of the slot and when that file was begun, epoch milliseconds. */
export async function writeAttackedSlot(
  folder: SnapshotFolder,
  slot: number,
  attacks: number,
): Promise<{ end: number; writtenAt: number }> {
  await folder.write('69.0', slot, { '9000': [50_000 * wobble(slot), 100_000 * wobble(slot + 1)] });
  const writtenAt = Date.now();
  await folder.write('62.0', slot, ratesOf(slot, attacks));
  return { end: (firstSlot + (slot + 1) * slotSeconds) * 1000, writtenAt };
}
