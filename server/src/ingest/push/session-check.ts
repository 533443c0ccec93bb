/**
 * Tells beforehand which session records a snapshot's normalisation would drop, so that whoever pushes them hears of it.
 * What depends on the snapshots before it (the counters of cumulative devices) is told by the account alone.
 */
import type { DropReason } from '../../domain/dead-letter.ts';
import type { DeviceReading } from '../../domain/device.ts';
import { Normaliser } from '../../domain/normalise.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import { SessionLedger } from '../../domain/session-ledger.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';

export type OnUnusable = (row: number, column: string, reason: DropReason, given: number) => void;

export class SessionCheck {
  readonly #normaliser: Normaliser;
  readonly #isCumulative: boolean;

  constructor(device: DeviceReading, snapshotAt: EpochSeconds, slotSeconds: number, earliestSlot: EpochSeconds) {
    this.#isCumulative = device.counters === 'cumulative';
    this.#normaliser = new Normaliser(slotSeconds, new SessionLedger());
    const reading: DeviceReading = this.#isCumulative ? { ...device, counters: 'interval' } : device;
    this.#normaliser.begin(reading, snapshotAt, null, earliestSlot);
  }

  accept(batch: SessionBatch, onUnusable: OnUnusable): void {
    this.#normaliser.accept(batch, (row, column, reason, given) => {
      // All that a session has counted since its start may be more than a slot can hold.
      if (!(this.#isCumulative && reason === 'implausible-rate')) onUnusable(row, column, reason, given);
    });
  }
}
