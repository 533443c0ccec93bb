/** A growing row of bytes for text that is mostly numbers: no string is made per field. */
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';

const zero = 48;
const minus = 45;
const half = 1e9;
const maxIdBytes = 255;

export class ByteWriter {
  #buffer = new Uint8Array(1 << 16);
  #end = 0;

  clear(): void {
    this.#end = 0;
  }

  /** What was written since `clear`; overwritten by what is written after the next one. */
  written(): Uint8Array {
    return this.#buffer.subarray(0, this.#end);
  }

  byte(code: number): void {
    this.#reserve(1);
    this.#buffer[this.#end++] = code;
  }

  ascii(text: string): void {
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at++) this.#buffer[this.#end++] = text.charCodeAt(at);
  }

  /** Decimal digits of a whole number, exact up to 2^53. */
  integer(value: number): void {
    this.#reserve(20);
    let rest = value;
    if (rest < 0) {
      this.#buffer[this.#end++] = minus;
      rest = -rest;
    }
    if (rest < half) {
      this.#digits(rest, digitsOf(rest));
      return;
    }
    // 32-bit arithmetic is several times faster than doubles, and two halves of nine digits fit.
    const high = Math.floor(rest / half);
    this.#digits(high, digitsOf(high));
    this.#digits(rest - high * half, 9);
  }

  /** Exactly `count` digits, with leading zeros. */
  paddedInteger(value: number, count: number): void {
    this.#reserve(count);
    this.#digits(value, count);
  }

  subscriberId(directory: SubscriberDirectory, index: number): void {
    this.#reserve(maxIdBytes);
    this.#end += directory.copyIdInto(index, this.#buffer, this.#end);
  }

  #digits(value: number, count: number): void {
    let rest = value | 0;
    for (let at = this.#end + count - 1; at >= this.#end; at--) {
      const next = (rest / 10) | 0;
      this.#buffer[at] = zero + rest - next * 10;
      rest = next;
    }
    this.#end += count;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#buffer.length, this.#end + count));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}
