/** When the snapshots of the devices arrive: nearly always at their own time, a few late, a few never. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { purposes, randomBits, unitOf } from './hash.ts';
import type { NetworkEventOptions, NetworkEvents } from './network-events.ts';
import { longestOutageSeconds } from './network-events.ts';

export interface Arrival {
  /** Position of the device. */
  readonly position: number;
  readonly snapshotAt: EpochSeconds;
}

/** Nothing arrives later than this many slots after its time. */
export const mostSlotsLate = 2;

const never = -1;

export interface ArrivalOptions {
  readonly seed: number;
  readonly devices: number;
  readonly slotSeconds: number;
  readonly events: NetworkEventOptions;
}

/** Gives what arrives at a moment, older snapshots first, then in the order of the devices. */
export function createArrivals(
  { seed, devices, slotSeconds, events }: ArrivalOptions,
  network: NetworkEvents,
): (at: EpochSeconds) => readonly Arrival[] {
  function slotsLate(position: number, snapshotAt: EpochSeconds): number {
    const bits = randomBits(seed, purposes.network, snapshotAt, -1 - position, 0);
    const chance = unitOf(bits);
    if (chance < events.missingShare) return never;
    if (chance < events.missingShare + events.lateShare) return 1 + (bits % mostSlotsLate);
    const around = network.outages(position, snapshotAt - longestOutageSeconds, snapshotAt + 1);
    const isSilent = around.some((outage) => outage.silent && snapshotAt < outage.to);
    return isSilent ? never : 0;
  }

  return (at) => {
    const arrivals: Arrival[] = [];
    for (let late = mostSlotsLate; late >= 0; late--) {
      const snapshotAt = at - late * slotSeconds;
      for (let position = 0; position < devices; position++) {
        if (slotsLate(position, snapshotAt) === late) arrivals.push({ position, snapshotAt });
      }
    }
    return arrivals;
  };
}
