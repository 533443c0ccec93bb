/** How many connections each person or key has open: one who opens them without end leaves room for others. */
import type { Principal } from '../access/policy.ts';

export class ConnectionsOfEach {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Gives what is called when it closes; null when he has as many as he may. */
  enter({ kind, name }: Principal): (() => void) | null {
    const key = `${kind} ${name}`;
    const open = this.#open.get(key) ?? 0;
    if (kind !== 'local' && open >= this.#most) return null;
    this.#open.set(key, open + 1);
    return () => {
      const left = (this.#open.get(key) ?? 1) - 1;
      if (left === 0) this.#open.delete(key);
      else this.#open.set(key, left);
    };
  }
}
