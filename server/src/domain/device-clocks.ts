/** What time it is by the data: how far each device has come, and how far they have come together. */
import type { EpochSeconds } from './traffic.ts';

/** A device that is silent while the others bring this many rounds of snapshots has no say in what time it is. */
const roundsOfSilence = 2;

export class DeviceClocks {
  readonly #leastDevices: number;
  readonly #newest = new Map<string, EpochSeconds>();
  /** Number of the last report of each device, counted over all devices. */
  readonly #lastReport = new Map<string, number>();
  #reports = 0;

  constructor(leastDevices: number) {
    this.#leastDevices = leastDevices;
  }

  report(device: string, time: EpochSeconds): void {
    this.#newest.set(device, Math.max(time, this.#newest.get(device) ?? -Infinity));
    this.#lastReport.set(device, ++this.#reports);
  }

  /**
   * The second newest time of the devices that still report, or that of the only one; -Infinity before the first
   * report. Not the newest: one device with its clock some hours ahead would make everybody else late.
   */
  now(): EpochSeconds {
    let newest = -Infinity;
    let second = -Infinity;
    let reporting = 0;
    const silentBefore = this.#reports - roundsOfSilence * Math.max(this.#leastDevices, this.#newest.size);
    for (const [device, time] of this.#newest) {
      if (this.#lastReport.get(device)! <= silentBefore) continue;
      reporting++;
      if (time > newest) [newest, second] = [time, newest];
      else if (time > second) second = time;
    }
    return reporting === 1 ? newest : second;
  }
}
