/** Which snapshots of each device have come, in whatever order: by time, and by the slot that they describe. */
import { slotOfSnapshot } from './slot.ts';
import type { EpochSeconds } from './traffic.ts';

export class ReportLog {
  readonly #slotSeconds: number;
  /** Times of each device's snapshots, ascending. */
  readonly #times = new Map<string, EpochSeconds[]>();

  constructor(slotSeconds: number) {
    this.#slotSeconds = slotSeconds;
  }

  has(device: string, snapshotAt: EpochSeconds): boolean {
    const times = this.#timesOf(device);
    return times[this.#placeOf(times, snapshotAt)] === snapshotAt;
  }

  /** Does nothing when it has it. */
  add(device: string, snapshotAt: EpochSeconds): void {
    const times = this.#timesOf(device);
    const place = this.#placeOf(times, snapshotAt);
    if (times[place] === snapshotAt) return;
    times.splice(place, 0, snapshotAt);
    this.#times.set(device, times);
  }

  /** The newest of the device's snapshots that are older than this. */
  newestBefore(device: string, snapshotAt: EpochSeconds): EpochSeconds | null {
    const times = this.#timesOf(device);
    return times[this.#placeOf(times, snapshotAt) - 1] ?? null;
  }

  /** Whether a snapshot of the device describes one of the slots from the first to the last. */
  reportsIn(device: string, firstSlot: EpochSeconds, lastSlot: EpochSeconds): boolean {
    const times = this.#timesOf(device);
    for (let at = times.length - 1; at >= 0; at--) {
      const slotStart = slotOfSnapshot(times[at]!, this.#slotSeconds);
      if (slotStart <= lastSlot) return slotStart >= firstSlot;
    }
    return false;
  }

  /** In no order. */
  devicesIn(firstSlot: EpochSeconds, lastSlot: EpochSeconds): string[] {
    return [...this.#times.keys()].filter((device) => this.reportsIn(device, firstSlot, lastSlot));
  }

  forgetBefore(time: EpochSeconds): void {
    for (const times of this.#times.values()) times.splice(0, this.#placeOf(times, time));
  }

  #timesOf(device: string): EpochSeconds[] {
    return this.#times.get(device) ?? [];
  }

  /** Where the first that is not older stands. Looked for from the end: most snapshots are newer than all others. */
  #placeOf(times: readonly EpochSeconds[], time: EpochSeconds): number {
    return times.findLastIndex((known) => known < time) + 1;
  }
}
