/** Where each row of a long list begins, in pixels from the top of the list: by its height where it was drawn, by a guess elsewhere. */

export class RowPlaces {
  #ids: readonly string[] = [];
  #heights = new Float64Array(0);
  /** One more than rows: the last one is where the list ends. */
  #starts = new Float64Array(1);
  #guess: number;
  #isMeasured = false;

  /** `guess`: height of a row while none was drawn. Afterwards it is that of the first ones. */
  constructor(guess: number) {
    this.#guess = guess;
  }

  get length(): number {
    return this.#ids.length;
  }

  /** Of the whole list. */
  get height(): number {
    return this.start(this.length);
  }

  /** Where the row begins, or the list ends. */
  start(index: number): number {
    return this.#starts[Math.max(0, Math.min(index, this.length))]!;
  }

  /** The row at that many pixels; the first one above the list, the last one below it, -1 where there is none. */
  at(offset: number): number {
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return high;
  }

  id(index: number): string | undefined {
    return this.#ids[index];
  }

  /** -1 for none. */
  indexOf(id: string): number {
    return this.#ids.indexOf(id);
  }

  /** The list is these rows now. Heights are kept with their ids. */
  list(ids: readonly string[]): void {
    const known = new Map<string, number>();
    for (const [index, id] of this.#ids.entries()) if (this.#heights[index]! > 0) known.set(id, this.#heights[index]!);
    this.#ids = ids;
    this.#heights = Float64Array.from(ids, (id) => known.get(id) ?? 0);
    this.#starts = new Float64Array(ids.length + 1);
    this.#startFrom(0);
  }

  /** Rows were drawn, so high. Whether any of them was thought to be of another height. */
  measure(heights: ReadonlyMap<number, number>): boolean {
    let first = this.length;
    for (const [index, height] of heights) {
      if (!(height > 0) || index >= this.length || this.#heights[index] === height) continue;
      this.#heights[index] = height;
      first = Math.min(first, index);
    }
    if (first === this.length) return false;
    if (!this.#isMeasured) {
      const sum = [...heights.values()].reduce((total, height) => total + height, 0);
      this.#guess = sum / heights.size;
      this.#isMeasured = true;
      first = 0;
    }
    this.#startFrom(first);
    return true;
  }

  #startFrom(first: number): void {
    for (let index = first; index < this.length; index++)
      this.#starts[index + 1] = this.#starts[index]! + (this.#heights[index]! || this.#guess);
  }
}
