/**
 * What the subscribers of a spread class have in common, by statistic: the mean of their highest values, below which
 * nobody's own is believed, how much it still grows in the first week, and the tail of what exceeds it. Daily sums are
 * of whole numbers, so that the order of subscribers is all one.
 */
import { fixedPointSteps } from './fixed-point.ts';
import { StateMismatch, type Column } from './saved-state.ts';
import { deviationOf, spreadClasses } from './spread-class.ts';
import { Tail, tailCounts } from './tail.ts';
import { channelOf, shareLeast, silence, statistics, uploadRun } from './statistics.ts';

const cells = spreadClasses * statistics;
const resolution = 2 ** 16;
/** A mean of fewer subscriber days is not lent. */
const fewestDays = 100;
const mostHighDays = 20_000;
const mostGrowthDays = 5000;
/** A high of so many days has grown up. */
const grownDays = 7;
/** Steepness of a tail that nothing is known of, as part of the class's deviation. */
const expectedSteepness = 0.35;
/** Counts of slots are on a scale of their own. */
const expectedCount = 0.5;
const leastScale = 0.03;
const leastShareScale = 0.05;

export class ClassHighs {
  readonly #tails = Array.from({ length: cells }, () => new Tail());
  /** Mean of the members' highs, and of what a day differs from the high; by cell, with the days they are of. */
  readonly #high = new Float64Array(cells);
  readonly #highDays = new Float64Array(cells);
  readonly #growth = new Float64Array(cells).fill(0.1);
  readonly #growthDays = new Float64Array(cells);
  /** Of the day at hand: sum and count of highs, of differences. */
  readonly #sums = new Float64Array(cells * 4);
  /**
   * How far a value must lie above the subscriber's own high to have any score, in fixed point steps, by class and statistic.
   * A screen: what the value is compared with may be more than his own high.
   */
  readonly slack = new Int32Array(cells);

  constructor() {
    this.#fit();
  }

  /** What the value of a subscriber is compared with: his own high, but not below that of his class, and more while it still grows. */
  reference(spreadClass: number, statistic: number, ownHigh: number, days: number): number {
    const cell = spreadClass * statistics + statistic;
    const lent = channelOf[statistic] !== 'burst' && statistic !== silence && this.#highDays[cell]! > fewestDays;
    const high = lent && this.#high[cell]! > ownHigh ? this.#high[cell]! : ownHigh;
    return days < grownDays ? high + (1 - days / grownDays) * this.#growth[cell]! : high;
  }

  /** -log10 of the chance per day. */
  score(spreadClass: number, statistic: number, excess: number): number {
    return this.#tails[spreadClass * statistics + statistic]!.score(excess);
  }

  /** One subscriber's highest value of a day, the high before, and the days behind that. */
  learn(spreadClass: number, statistic: number, today: number, ownHigh: number, days: number): void {
    const cell = spreadClass * statistics + statistic;
    if (days >= 3) this.#tails[cell]!.add(today - this.reference(spreadClass, statistic, ownHigh, days));
    if (days >= 1) {
      this.#sums[cell * 4 + 2]! += Math.round(Math.min(1, Math.abs(today - ownHigh)) * resolution);
      this.#sums[cell * 4 + 3]!++;
    }
    if (days < grownDays - 1) return;
    this.#sums[cell * 4]! += Math.round(ownHigh * resolution);
    this.#sums[cell * 4 + 1]!++;
  }

  /** Makes the day that was learned the one that counts. */
  endDay(): void {
    for (let cell = 0; cell < cells; cell++) {
      const [high, highs, growth, growths] = this.#sums.subarray(cell * 4, cell * 4 + 4);
      if (highs! > 0) this.#high[cell] = moved(this.#high[cell]!, this.#highDays, cell, high!, highs!, mostHighDays);
      if (growths! > 0)
        this.#growth[cell] = moved(this.#growth[cell]!, this.#growthDays, cell, growth!, growths!, mostGrowthDays);
    }
    this.#sums.fill(0);
    this.#fit();
  }

  saveColumns(): Map<string, Column> {
    const tails = new Float64Array(cells * tailCounts);
    this.#tails.forEach((tail, cell) => tails.set(tail.save(), cell * tailCounts));
    return new Map([
      ['high', this.#high.slice()],
      ['highDays', this.#highDays.slice()],
      ['growth', this.#growth.slice()],
      ['growthDays', this.#growthDays.slice()],
      ['sums', this.#sums.slice()],
      ['tails', tails],
    ]);
  }

  restoreColumns(columns: ReadonlyMap<string, Column>): void {
    this.#high.set(requireFloats(columns, 'high', cells));
    this.#highDays.set(requireFloats(columns, 'highDays', cells));
    this.#growth.set(requireFloats(columns, 'growth', cells));
    this.#growthDays.set(requireFloats(columns, 'growthDays', cells));
    this.#sums.set(requireFloats(columns, 'sums', this.#sums.length));
    const tails = requireFloats(columns, 'tails', cells * tailCounts);
    this.#tails.forEach((tail, cell) => tail.restore(tails.subarray(cell * tailCounts, (cell + 1) * tailCounts)));
    this.#fit();
  }

  #fit(): void {
    this.#tails.forEach((tail, cell) => {
      const statistic = cell % statistics;
      const isCount = statistic === silence || statistic === uploadRun;
      const steepness = isCount ? expectedCount : deviationOf(Math.floor(cell / statistics));
      const isShare = statistic >= shareLeast && statistic !== silence;
      tail.fit(expectedSteepness * steepness, isShare ? leastShareScale : leastScale);
      this.slack[cell] = Math.floor(tail.excessAt(1) * fixedPointSteps) - 1;
    });
  }
}

function requireFloats(columns: ReadonlyMap<string, Column>, name: string, length: number): Float64Array {
  const column = columns.get(name);
  if (column instanceof Float64Array && column.length === length) return column;
  throw new StateMismatch(`has no column ${name} of ${length} numbers for the classes`);
}

/** The mean after a day's sum of `count` values joins it; it is of at most `most` of them. */
function moved(mean: number, counts: Float64Array, cell: number, sum: number, count: number, most: number): number {
  counts[cell] = Math.min(most, counts[cell]! + count);
  const weight = Math.min(1, count / counts[cell]);
  return mean + weight * (sum / resolution / count - mean);
}
