/** How the devices of the real world are in one slot: down, just back, or simply there. */
import type { EpochSeconds } from '../../../domain/traffic.ts';
import type { NetworkEvents } from '../network-events.ts';
import { longestOutageSeconds, rushSeconds } from '../network-events.ts';
import { realSessionLengths } from './session-lengths.ts';

export class DeviceState {
  /** Whether the device is down at the end of the slot. */
  readonly isDown: Uint8Array;
  /** When the device came back from its last outage; 0 for long ago. No session is older. */
  readonly backAt: Float64Array;
  /** Multiple of what its subscribers do by themselves. */
  readonly rush: Float64Array;
  readonly #network: NetworkEvents;

  constructor(devices: number, network: NetworkEvents) {
    this.isDown = new Uint8Array(devices);
    this.backAt = new Float64Array(devices);
    this.rush = new Float64Array(devices);
    this.#network = network;
  }

  moveTo(slotStart: EpochSeconds, slotEnd: EpochSeconds): void {
    const earliest = slotStart - realSessionLengths.longestSeconds - longestOutageSeconds;
    for (let device = 0; device < this.rush.length; device++) {
      const outage = this.#network.outages(device, earliest, slotEnd).at(-1);
      this.isDown[device] = outage !== undefined && slotEnd < outage.to ? 1 : 0;
      this.backAt[device] = outage?.to ?? 0;
      this.rush[device] = 1;
      if (outage === undefined || outage.to >= slotEnd) continue;
      const sinceBack = (Math.max(outage.to, slotStart) + slotEnd) / 2 - outage.to;
      this.rush[device] = 1 + (outage.rushFactor - 1) * Math.max(0, 1 - sinceBack / rushSeconds);
    }
  }
}
