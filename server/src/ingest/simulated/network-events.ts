/** What happens to many at once: outages of devices and update days, each once in every stretch of some days. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';

export interface NetworkEventOptions {
  /** One update day in so many days; 0 for none. */
  readonly updateDayEveryDays: number;
  /** One outage of every device in so many days; 0 for none. */
  readonly outageEveryDays: number;
  /** Part of all snapshots that never arrives, 0 to 1. */
  readonly missingShare: number;
  /** Part of all snapshots that arrives one or two slots late, 0 to 1. */
  readonly lateShare: number;
}

export const usualNetworkEvents: NetworkEventOptions = {
  updateDayEveryDays: 10,
  outageEveryDays: 10,
  missingShare: 0.003,
  lateShare: 0.003,
};

export const noNetworkEvents: NetworkEventOptions = {
  updateDayEveryDays: 0,
  outageEveryDays: 0,
  missingShare: 0,
  lateShare: 0,
};

export interface Outage {
  /** Position of the device. */
  readonly device: number;
  readonly from: EpochSeconds;
  /** When it is back. */
  readonly to: EpochSeconds;
  /** Whether its snapshots stay away meanwhile, instead of coming without rows. */
  readonly silent: boolean;
  /** Multiple of what its subscribers do right after it; falls to 1 within `rushSeconds`. */
  readonly rushFactor: number;
}

const daySeconds = 86_400;
const minute = 60;
/** For how long subscribers make up for what they missed. */
export const rushSeconds = 3600;
/** No outage is longer. */
export const longestOutageSeconds = 120 * minute;

export interface NetworkEvents {
  /** The device's outages with `from` in [from, to), in time order. */
  outages(device: number, from: EpochSeconds, to: EpochSeconds): Outage[];
  /** Whether the day (days since 1970-01-01) is one on which much of the world updates its software. */
  isUpdateDay(day: number): boolean;
}

/** Nothing begins before `quietUntil`; the stretches are counted from its day on, so that the first one is whole. */
export function createNetworkEvents(
  seed: number,
  options: NetworkEventOptions,
  quietUntil: EpochSeconds,
): NetworkEvents {
  const firstDay = Math.ceil(quietUntil / daySeconds);

  function outageIn(stretch: number, device: number): Outage {
    const draws = createDraws(seed, purposes.network, stretch, 1 + device);
    const from = Math.round((firstDay + (stretch + 0.9 * draws.unit()) * options.outageEveryDays) * daySeconds);
    const to = from + Math.round(draws.factorBetween(20 * minute, longestOutageSeconds));
    return { device, from, to, silent: draws.unit() < 0.5, rushFactor: draws.between(1.5, 2.5) };
  }

  return {
    outages(device, from, to) {
      const stretchSeconds = options.outageEveryDays * daySeconds;
      const found: Outage[] = [];
      if (stretchSeconds === 0) return found;
      const first = Math.max(0, Math.floor((from - firstDay * daySeconds) / stretchSeconds));
      for (let stretch = first; firstDay * daySeconds + stretch * stretchSeconds < to; stretch++) {
        const outage = outageIn(stretch, device);
        if (outage.from >= from && outage.from < to) found.push(outage);
      }
      return found;
    },
    isUpdateDay(day) {
      const { updateDayEveryDays } = options;
      if (updateDayEveryDays === 0 || day < firstDay) return false;
      const stretch = Math.floor((day - firstDay) / updateDayEveryDays);
      const draws = createDraws(seed, purposes.network, stretch, 0);
      return day === firstDay + Math.floor((stretch + draws.unit()) * updateDayEveryDays);
    },
  };
}
