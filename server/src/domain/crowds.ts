/** What happens to many subscribers of a device in one slot is not theirs: while it does, none of them opens an anomaly. */

/** Scores above this are counted. */
const hotScore = 2.5;
const fewest = 50;
const usuallyHot = 0.003;
const learning = 0.01;
/** A crowd is so many times the usual share beyond the least. */
const timesUsual = 3;

export class Crowds {
  readonly #leastShare: number;
  readonly #usual = new Map<string, number>();
  #crowds = new Set<string>();
  #hot = new Uint32Array(64);

  constructor(leastShare: number) {
    this.#leastShare = leastShare;
  }

  begin(devices: readonly string[]): void {
    if (devices.length > this.#hot.length) this.#hot = new Uint32Array(devices.length * 2);
    else this.#hot.fill(0);
  }

  note(device: number, score: number): void {
    if (score > hotScore) this.#hot[device]!++;
  }

  /** As of the slot before. */
  isCrowd(device: string): boolean {
    return this.#crowds.has(device);
  }

  endSlot(devices: readonly string[], subscribersOf: (device: number) => number): void {
    const crowds = new Set<string>();
    for (const [at, device] of devices.entries()) {
      const subscribers = subscribersOf(at);
      const share = subscribers > fewest ? this.#hot[at]! / subscribers : 0;
      const before = this.#usual.get(device) ?? usuallyHot;
      const usual = before + learning * (Math.min(share, this.#leastShare) - before);
      this.#usual.set(device, usual);
      if (share > this.#leastShare + timesUsual * usual) crowds.add(device);
    }
    this.#crowds = crowds;
  }

  /** Usual share of each device, and of those with a crowd the negative of it. */
  save(): [string, number][] {
    return Array.from(this.#usual, ([device, usual]) => [device, this.#crowds.has(device) ? -usual : usual]);
  }

  restore(saved: readonly (readonly [string, number])[]): void {
    this.#usual.clear();
    this.#crowds = new Set(saved.filter(([, usual]) => usual < 0).map(([device]) => device));
    for (const [device, usual] of saved) this.#usual.set(device, Math.abs(usual));
  }
}
