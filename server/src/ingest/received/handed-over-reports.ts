/** Moments for which a device's report was handed over: nothing more can be told with one. */
import { receivedDays } from '../../history/received.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';

export interface DeviceMoment {
  readonly device: string;
  readonly snapshotAt: EpochSeconds;
}

interface Moments {
  newest: EpochSeconds;
  readonly known: Set<EpochSeconds>;
}

/** Longer than a record is kept that could come again. */
const rememberedSeconds = (receivedDays + 1) * 86_400;

export class HandedOverReports {
  readonly #ofDevice = new Map<string, Moments>();

  /** Of the newest of the device; -Infinity when there is none. */
  newestOf(device: string): EpochSeconds {
    return this.#ofDevice.get(device)?.newest ?? -Infinity;
  }

  /** Also of a moment so long before the newest that it is not remembered. */
  has({ device, snapshotAt }: DeviceMoment): boolean {
    const moments = this.#ofDevice.get(device);
    if (moments === undefined) return false;
    return moments.known.has(snapshotAt) || snapshotAt < moments.newest - rememberedSeconds;
  }

  add(added: Iterable<DeviceMoment>): void {
    const devices = new Set<string>();
    for (const { device, snapshotAt } of added) {
      devices.add(device);
      const moments = this.#ofDevice.get(device);
      if (moments === undefined) this.#ofDevice.set(device, { newest: snapshotAt, known: new Set([snapshotAt]) });
      else {
        moments.newest = Math.max(moments.newest, snapshotAt);
        moments.known.add(snapshotAt);
      }
    }
    for (const device of devices) forgetOld(this.#ofDevice.get(device)!);
  }
}

function forgetOld({ newest, known }: Moments): void {
  for (const moment of known) if (moment < newest - rememberedSeconds) known.delete(moment);
}
