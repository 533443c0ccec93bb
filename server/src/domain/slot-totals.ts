/** Sums of a slot, of each device and of the network. */
import type { SampleBlock, SlotTotals } from './sample.ts';
import type { SlotObservations } from './slot-observations.ts';
import type { EpochSeconds } from './traffic.ts';

/** The network first (each subscriber counted once), then each device by name. */
export function slotTotals(
  slotStart: EpochSeconds,
  slotSeconds: number,
  blocks: readonly SampleBlock[],
  observations: SlotObservations,
): SlotTotals[] {
  const reportedAt = slotStart + slotSeconds;
  const network = {
    slotStart,
    device: null,
    reportedAt,
    late: false,
    subscribers: observations.count,
    upBytes: sum(observations.upBytes, observations.count),
    downBytes: sum(observations.downBytes, observations.count),
  };
  const devices = new Map<string, SlotTotals>();
  for (const block of blocks) {
    const totals = { ...blockTotals(block), reportedAt };
    const before = devices.get(block.device);
    devices.set(block.device, before === undefined ? totals : addUp(before, totals));
  }
  return [network, ...[...devices.values()].sort((a, b) => (a.device! < b.device! ? -1 : 1))];
}

/** The sums of one block: how late traffic is told of. */
export function blockTotals(block: SampleBlock): SlotTotals {
  const { slotStart, device, reportedAt, late, count } = block;
  return {
    slotStart,
    device,
    reportedAt,
    late,
    subscribers: count,
    upBytes: sum(block.upBytes, count),
    downBytes: sum(block.downBytes, count),
  };
}

/** Two blocks of one device in one slot tell of different sessions; a subscriber in both is rare and counted twice. */
function addUp(a: SlotTotals, b: SlotTotals): SlotTotals {
  return {
    ...a,
    subscribers: a.subscribers + b.subscribers,
    upBytes: a.upBytes + b.upBytes,
    downBytes: a.downBytes + b.downBytes,
  };
}

function sum(column: Float64Array, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += column[i]!;
  return total;
}
