/** Which snapshots of each device have come, in whatever order: by time, and by the slot that they describe. */
import { slotOfSnapshot } from './slot.ts';
import type { EpochSeconds } from './traffic.ts';

interface Reports {
  /** Ascending. */
  readonly times: EpochSeconds[];
  /** The newest of each. */
  readonly revisions: number[];
}

export class ReportLog {
  readonly #slotSeconds: number;
  readonly #ofDevice = new Map<string, Reports>();

  constructor(slotSeconds: number) {
    this.#slotSeconds = slotSeconds;
  }

  /** The newest revision that has come of the device's snapshot; null when it has not come. */
  revisionOf(device: string, snapshotAt: EpochSeconds): number | null {
    const { times, revisions } = this.#reportsOf(device);
    const place = placeOf(times, snapshotAt);
    return times[place] === snapshotAt ? revisions[place]! : null;
  }

  /** Does nothing when it has a revision as new. */
  add(device: string, snapshotAt: EpochSeconds, revision: number): void {
    const reports = this.#reportsOf(device);
    const { times, revisions } = reports;
    const place = placeOf(times, snapshotAt);
    if (times[place] === snapshotAt) {
      revisions[place] = Math.max(revisions[place]!, revision);
      return;
    }
    times.splice(place, 0, snapshotAt);
    revisions.splice(place, 0, revision);
    this.#ofDevice.set(device, reports);
  }

  /** The newest of the device's snapshots that are older than this. */
  newestBefore(device: string, snapshotAt: EpochSeconds): EpochSeconds | null {
    const { times } = this.#reportsOf(device);
    return times[placeOf(times, snapshotAt) - 1] ?? null;
  }

  /** Whether a snapshot of the device describes one of the slots from the first to the last. */
  reportsIn(device: string, firstSlot: EpochSeconds, lastSlot: EpochSeconds): boolean {
    const { times } = this.#reportsOf(device);
    for (let at = times.length - 1; at >= 0; at--) {
      const slotStart = slotOfSnapshot(times[at]!, this.#slotSeconds);
      if (slotStart <= lastSlot) return slotStart >= firstSlot;
    }
    return false;
  }

  /** In no order. */
  devicesIn(firstSlot: EpochSeconds, lastSlot: EpochSeconds): string[] {
    return [...this.#ofDevice.keys()].filter((device) => this.reportsIn(device, firstSlot, lastSlot));
  }

  forgetBefore(time: EpochSeconds): void {
    for (const { times, revisions } of this.#ofDevice.values()) {
      const forgotten = placeOf(times, time);
      times.splice(0, forgotten);
      revisions.splice(0, forgotten);
    }
  }

  #reportsOf(device: string): Reports {
    return this.#ofDevice.get(device) ?? { times: [], revisions: [] };
  }
}

/** Where the first that is not older stands. Looked for from the end: most snapshots are newer than all others. */
function placeOf(times: readonly EpochSeconds[], time: EpochSeconds): number {
  return times.findLastIndex((known) => known < time) + 1;
}
