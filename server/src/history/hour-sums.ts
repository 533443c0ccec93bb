/** The sums of one hour, by subscriber and device, put together from its blocks in typed arrays: 30 bytes a row. */
import { grownTo } from '../domain/grown-array.ts';
import type { SampleBlock } from '../domain/sample.ts';

export class HourSums {
  #count = 0;
  /** One entry a row. */
  #subscriber = new Uint32Array(1024);
  #device = new Uint16Array(1024);
  #seconds = new Uint32Array(1024);
  #upBytes = new Float64Array(1024);
  #downBytes = new Float64Array(1024);
  /** By subscriber: the place of his first row, plus 1. */
  #firstRow = new Uint32Array(1024);
  /** Of who was seen on several devices: the places of his other rows, by device and subscriber. */
  readonly #otherRows = new Map<number, number>();
  readonly #devices: string[] = [];
  readonly #blocks = new Set<string>();

  /** Rows: pairs of subscriber and device. */
  get count(): number {
    return this.#count;
  }

  get devices(): readonly string[] {
    return this.#devices;
  }

  /** Of each row; only the first `count` entries are used. `device` is a place in `devices`. */
  get columns() {
    return {
      subscriber: this.#subscriber,
      device: this.#device,
      seconds: this.#seconds,
      upBytes: this.#upBytes,
      downBytes: this.#downBytes,
    };
  }

  /** Begins anew, with the room that it has. */
  clear(): void {
    this.#count = 0;
    this.#firstRow.fill(0);
    this.#otherRows.clear();
    this.#devices.length = 0;
    this.#blocks.clear();
  }

  /** False, and nothing is added, for a block that is in the sums already. */
  add(block: SampleBlock): boolean {
    const key = `${block.slotStart} ${block.reportedAt} ${block.device}`;
    if (this.#blocks.has(key)) return false;
    this.#blocks.add(key);
    const device = this.#deviceOf(block.device);
    this.#makeRoom(block);
    const { subscriber, seconds, upBytes, downBytes, count } = block;
    for (let row = 0; row < count; row++) {
      const place = this.#placeOf(subscriber[row]!, device);
      this.#seconds[place]! += seconds[row]!;
      this.#upBytes[place]! += upBytes[row]!;
      this.#downBytes[place]! += downBytes[row]!;
    }
    return true;
  }

  #placeOf(subscriber: number, device: number): number {
    const first = this.#firstRow[subscriber]!;
    if (first === 0) return (this.#firstRow[subscriber] = this.#append(subscriber, device)) - 1;
    if (this.#device[first - 1] === device) return first - 1;
    const key = device * 2 ** 32 + subscriber;
    let place = this.#otherRows.get(key);
    if (place === undefined) {
      place = this.#append(subscriber, device) - 1;
      this.#otherRows.set(key, place);
    }
    return place;
  }

  /** Gives the number of rows with it. */
  #append(subscriber: number, device: number): number {
    this.#subscriber[this.#count] = subscriber;
    this.#device[this.#count] = device;
    this.#seconds[this.#count] = 0;
    this.#upBytes[this.#count] = 0;
    this.#downBytes[this.#count] = 0;
    return ++this.#count;
  }

  #deviceOf(name: string): number {
    const known = this.#devices.indexOf(name);
    return known < 0 ? this.#devices.push(name) - 1 : known;
  }

  /** For as many new rows as the block may bring, and its subscribers. */
  #makeRoom({ subscriber, count }: SampleBlock): void {
    const rows = this.#count + count;
    if (rows > this.#subscriber.length) {
      const length = Math.max(rows, Math.ceil(this.#subscriber.length * 1.5));
      this.#subscriber = grownTo(this.#subscriber, length);
      this.#device = grownTo(this.#device, length);
      this.#seconds = grownTo(this.#seconds, length);
      this.#upBytes = grownTo(this.#upBytes, length);
      this.#downBytes = grownTo(this.#downBytes, length);
    }
    let highest = 0;
    for (let row = 0; row < count; row++) if (subscriber[row]! > highest) highest = subscriber[row]!;
    if (highest >= this.#firstRow.length)
      this.#firstRow = grownTo(this.#firstRow, Math.max(highest + 1, Math.ceil(this.#firstRow.length * 1.5)));
  }
}
