/** Reads rows of ClickHouse's RowBinary format from bytes. */

const twoTo32 = 4294967296;

/** The methods don't check: the bytes come whole from the engine, in the types that the query asked for. */
export class RowBinaryReader {
  readonly bytes: Buffer;
  position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get atEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  uint8(): number {
    return this.bytes[this.position++]!;
  }

  uint16(): number {
    const bytes = this.bytes;
    const value = bytes[this.position]! | (bytes[this.position + 1]! << 8);
    this.position += 2;
    return value;
  }

  uint32(): number {
    const bytes = this.bytes;
    const at = this.position;
    this.position = at + 4;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  /** Exact up to 2^53. */
  uint64(): number {
    const low = this.uint32();
    return this.uint32() * twoTo32 + low;
  }

  float64(): number {
    const value = this.bytes.readDoubleLE(this.position);
    this.position += 8;
    return value;
  }

  /** Unsigned LEB128, as lengths are written. */
  length(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.bytes[this.position++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  string(): string {
    const length = this.length();
    const start = this.position;
    this.position = start + length;
    return this.bytes.toString('utf8', start, this.position);
  }
}
