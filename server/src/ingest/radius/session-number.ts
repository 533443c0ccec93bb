/** Sessions and NASes as numbers, so that a million of them are remembered in little room, and without names. */
import { hash } from 'node:crypto';

/** 53 bits, so that a double holds it. By SHA-1, since whoever names sessions shall not be able to choose it with ease. */
export function numberOf(...names: readonly string[]): number {
  const digest = hash('sha1', names.join('\0'), 'buffer');
  return (digest[6]! & 0x1f) * 2 ** 48 + digest.readUIntBE(0, 6);
}

/** Few enough that it does not matter, more than a network has. */
const mostRemembered = 10_000;

/** Numbers of names that come again with every request. */
export class RememberedNumbers {
  readonly #numbers = new Map<string, number>();

  of(...names: readonly string[]): number {
    const key = names.join('\0');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#numbers.size >= mostRemembered) this.#numbers.clear();
    const number = numberOf(...names);
    this.#numbers.set(key, number);
    return number;
  }
}
