/** Mean and sample standard deviation of all values so far, of many series at once (Welford 1962). */

export class RunningMoments {
  readonly #count: Uint32Array;
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(series: number) {
    this.#count = new Uint32Array(series);
    this.#mean = new Float64Array(series);
    this.#squares = new Float64Array(series);
  }

  count(series: number): number {
    return this.#count[series]!;
  }

  add(series: number, value: number): void {
    const count = ++this.#count[series]!;
    const deviation = value - this.#mean[series]!;
    this.#mean[series]! += deviation / count;
    this.#squares[series]! += deviation * (value - this.#mean[series]!);
  }

  /** Sample standard deviations (n - 1) above the mean; 0 where there is no spread, or not yet. */
  z(series: number, value: number): number {
    const count = this.#count[series]!;
    const squares = this.#squares[series]!;
    if (count < 2 || squares <= 0) return 0;
    return (value - this.#mean[series]!) / Math.sqrt(squares / (count - 1));
  }
}
