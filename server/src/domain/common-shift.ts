/** What a slot has in common for the subscribers of a device: the median growth of their volume, which is nobody's own. */
import { clipped } from './slot-point.ts';

/** Steps of 1 % from e^-4 to e^4 times. */
const stepsPerUnit = 100;
const most = 4;
const steps = 2 * most * stepsPerUnit + 1;
/** Fewer have no median worth its name. */
const fewest = 30;
/** Of a small device only a part of the median is believed: half with so many subscribers. */
const doubtfulSubscribers = 20;

export class CommonShift {
  readonly #counts: Uint32Array[] = [];
  readonly #subscribers: number[] = [];
  readonly #shift: number[] = [];
  #devices = 0;

  /** Begins a slot with so many devices. */
  begin(devices: number): void {
    this.#devices = devices;
    while (this.#counts.length < devices) this.#counts.push(new Uint32Array(steps));
    for (let device = 0; device < devices; device++) {
      this.#counts[device]!.fill(0);
      this.#subscribers[device] = 0;
    }
  }

  note(device: number, growth: number): void {
    this.#counts[device]![Math.round((clipped(growth, -most, most) + most) * stepsPerUnit)]!++;
    this.#subscribers[device]!++;
  }

  subscribersOf(device: number): number {
    return this.#subscribers[device]!;
  }

  /** As of `settle`; 0 for a device with too few subscribers to tell. */
  of(device: number): number {
    return this.#shift[device]!;
  }

  /** Takes the medians once all subscribers are noted. */
  settle(): void {
    for (let device = 0; device < this.#devices; device++) this.#shift[device] = this.#median(device);
  }

  #median(device: number): number {
    const subscribers = this.#subscribers[device]!;
    if (subscribers < fewest) return 0;
    const counts = this.#counts[device]!;
    let below = 0;
    let step = 0;
    while (2 * (below += counts[step]!) < subscribers) step++;
    return ((step / stepsPerUnit - most) * subscribers) / (subscribers + doubtfulSubscribers);
  }
}
