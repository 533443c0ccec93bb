/**
 * What is usual for the traffic of a device or of the whole network at a time of the week: a picture to look at, no judgement,
 * and no anomaly comes of it. Each interval is compared with the same clock time of the weeks before it, or of the days
 * before it while there are too few weeks, on a logarithmic scale: a median, and how far such medians were usually off.
 */
import type { ExpectedTraffic } from './anomaly.ts';
import { bandEdge } from './trace.ts';
import { bytesPerSecond, type BytesPerSecond, type EpochSeconds } from './traffic.ts';

/** The mean rates of an interval. */
export interface TotalRates {
  readonly start: EpochSeconds;
  readonly upBytesPerSecond: BytesPerSecond;
  readonly downBytesPerSecond: BytesPerSecond;
}

export interface TotalBesideUsual extends TotalRates {
  /** Null while too little came before it. */
  readonly expected: ExpectedTraffic | null;
  /** How many usual deviations above the usual rate; the edges of the band lie at -3 and 3. */
  readonly zUp: number | null;
  readonly zDown: number | null;
}

const daySeconds = 86_400;
const weeksBack = 8;
const daysBack = 14;
/** Fewer values have no median to go by. */
const fewest = 4;
/** The hour of the interval, and so many before and after it, tell how far medians are usually off. */
const hoursAround = 3;
/** A network steadier than that is not told from one that is not: the band is never narrower. */
const leastDeviation = 0.02;
/** Makes the median distance of normally spread values their standard deviation. */
const normal = 1.4826;

/** How much of the past `besideUsual` looks at. */
export const usualLookBackSeconds = weeksBack * 7 * daySeconds + (hoursAround + 1) * 3600;

/**
 * The intervals that start from `from` on, each beside what the earlier ones make usual. `rates` in order of time, at most
 * one an interval, from `usualLookBackSeconds` before `from` on as far as there are any; an interval without one is a gap.
 */
export function besideUsual(
  rates: readonly TotalRates[],
  from: EpochSeconds,
  intervalSeconds: number,
): TotalBesideUsual[] {
  const [up, down] = (['upBytesPerSecond', 'downBytesPerSecond'] as const).map(
    (direction) => new UsualOfDirection(new Map(rates.map((one) => [one.start, one[direction]])), intervalSeconds),
  ) as [UsualOfDirection, UsualOfDirection];
  return rates
    .filter(({ start }) => start >= from)
    .map((one) => {
      const [bandUp, bandDown] = [up.at(one.start), down.at(one.start)];
      if (bandUp === null || bandDown === null) return { ...one, expected: null, zUp: null, zDown: null };
      const [lowUp, usualUp, highUp] = edges(bandUp);
      const [lowDown, usualDown, highDown] = edges(bandDown);
      return {
        ...one,
        expected: { lowUp, usualUp, highUp, lowDown, usualDown, highDown },
        zUp: place(one.upBytesPerSecond, bandUp),
        zDown: place(one.downBytesPerSecond, bandDown),
      };
    });
}

/** On the logarithmic scale. */
interface UsualBand {
  readonly level: number;
  readonly deviation: number;
}

// An idle interval is 0 there, not minus infinity.
const toScale = (rate: number): number => Math.log1p(rate);
const fromScale = (level: number): BytesPerSecond => bytesPerSecond(Math.max(0, Math.expm1(level)));

const edges = ({ level, deviation }: UsualBand): [low: BytesPerSecond, usual: BytesPerSecond, high: BytesPerSecond] => [
  fromScale(level - bandEdge * deviation),
  fromScale(level),
  fromScale(level + bandEdge * deviation),
];

const place = (rate: number, { level, deviation }: UsualBand): number => (toScale(rate) - level) / deviation;

class UsualOfDirection {
  readonly #values: ReadonlyMap<EpochSeconds, number>;
  readonly #intervalSeconds: number;
  /** By the start of the hour: it is the same for all intervals of an hour. */
  readonly #deviations = new Map<EpochSeconds, number>();
  readonly #distances = new Map<EpochSeconds, readonly number[]>();

  constructor(rates: ReadonlyMap<EpochSeconds, number>, intervalSeconds: number) {
    this.#values = new Map(Array.from(rates, ([start, rate]) => [start, toScale(rate)]));
    this.#intervalSeconds = intervalSeconds;
  }

  at(start: EpochSeconds): UsualBand | null {
    const before = this.#before(start);
    if (before === null) return null;
    return { level: medianOf(before), deviation: this.#deviationAround(start) };
  }

  /** The values at the same time of earlier weeks or days, the newest first; null when they are too few. */
  #before(start: EpochSeconds): number[] | null {
    const weeks = this.#valuesEvery(7 * daySeconds, weeksBack, start);
    if (weeks.length >= fewest) return weeks;
    const days = this.#valuesEvery(daySeconds, daysBack, start);
    return days.length >= fewest ? days : null;
  }

  #valuesEvery(seconds: number, times: number, start: EpochSeconds): number[] {
    const values: number[] = [];
    for (let back = 1; back <= times; back++) {
      const value = this.#values.get(start - back * seconds);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  #deviationAround(start: EpochSeconds): number {
    const hour = Math.floor(start / 3600) * 3600;
    const known = this.#deviations.get(hour);
    if (known !== undefined) return known;
    const around: number[] = [];
    const end = hour + (hoursAround + 1) * 3600;
    const first = Math.ceil((hour - hoursAround * 3600) / this.#intervalSeconds) * this.#intervalSeconds;
    for (let at = first; at < end; at += this.#intervalSeconds) around.push(...this.#distancesAt(at));
    const deviation = Math.max(leastDeviation, normal * medianOf(around));
    this.#deviations.set(hour, deviation);
    return deviation;
  }

  /** How far each of the values before was from the median of the others: what going by the median is worth. */
  #distancesAt(start: EpochSeconds): readonly number[] {
    const known = this.#distances.get(start);
    if (known !== undefined) return known;
    const sorted = this.#before(start)?.sort((a, b) => a - b) ?? [];
    const distances = sorted.map((value, index) => Math.abs(value - medianWithout(sorted, index)));
    this.#distances.set(start, distances);
    return distances;
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return middleOf(sorted.length, (rank) => sorted[rank]!);
}

/** The median of all but one of them, found without sorting again. */
const medianWithout = (sorted: readonly number[], left: number): number =>
  middleOf(sorted.length - 1, (rank) => sorted[rank < left ? rank : rank + 1]!);

const middleOf = (count: number, ranked: (rank: number) => number): number =>
  (ranked((count - 1) >> 1) + ranked(count >> 1)) / 2;
