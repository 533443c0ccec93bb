/** Writes rows in ClickHouse's RowBinary format to a buffer of fixed size. */

const twoTo32 = 4294967296;

/**
 * The buffer has one size: the caller looks at `hasRoomFor` before a row and hands the bytes on when there is none.
 * The methods don't check.
 */
export class RowBinaryWriter {
  readonly #buffer: Buffer;
  #end = 0;

  constructor(capacityBytes: number) {
    this.#buffer = Buffer.allocUnsafe(capacityBytes);
  }

  /** The rows written since the last `clear`: a view, overwritten after it. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#end);
  }

  get isEmpty(): boolean {
    return this.#end === 0;
  }

  hasRoomFor(rowBytes: number): boolean {
    return this.#end + rowBytes <= this.#buffer.length;
  }

  clear(): void {
    this.#end = 0;
  }

  uint8(value: number): void {
    this.#buffer[this.#end++] = value;
  }

  uint16(value: number): void {
    this.#end = this.#buffer.writeUInt16LE(value, this.#end);
  }

  uint32(value: number): void {
    this.#end = this.#buffer.writeUInt32LE(value, this.#end);
  }

  /** A whole number from 0 to 2^53, in two halves: a BigInt for each would cost more than the rest of the row. */
  uint64(value: number): void {
    const high = Math.floor(value / twoTo32);
    this.#end = this.#buffer.writeUInt32LE(value - high * twoTo32, this.#end);
    this.#end = this.#buffer.writeUInt32LE(high, this.#end);
  }

  float64(value: number): void {
    this.#end = this.#buffer.writeDoubleLE(value, this.#end);
  }

  /** Unsigned LEB128, as lengths are written. */
  length(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#end++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#end++] = rest;
  }

  /** Text as UTF-8; half a surrogate pair becomes U+FFFD. Throws when the text alone is longer than there is room. */
  string(value: string): void {
    const lengthBytes = Buffer.byteLength(value);
    this.length(lengthBytes);
    const written = this.#buffer.write(value, this.#end);
    if (written < lengthBytes) {
      throw new RangeError(`A text of ${lengthBytes} bytes is too long for a row: "${value.slice(0, 40)}…"`);
    }
    this.#end += lengthBytes;
  }

  raw(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /**
   * Text of at most 255 bytes that `copy` puts where it is told to, giving its length. The length comes before the
   * text but is known after it: one byte of it below 128, otherwise two, and the text moves up by one.
   */
  copied(copy: (target: Uint8Array, offset: number) => number): void {
    const start = this.#end;
    const lengthBytes = copy(this.#buffer, start + 1);
    if (lengthBytes < 0x80) {
      this.#buffer[start] = lengthBytes;
      this.#end = start + 1 + lengthBytes;
      return;
    }
    this.#buffer.copyWithin(start + 2, start + 1, start + 1 + lengthBytes);
    this.#buffer[start] = (lengthBytes & 0x7f) | 0x80;
    this.#buffer[start + 1] = lengthBytes >> 7;
    this.#end = start + 2 + lengthBytes;
  }
}
