import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowBinaryReader } from './row-binary-reader.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';

/** A value with what writes it and what reads it. */
type Field =
  | { readonly type: 'uint16' | 'uint32' | 'uint64' | 'length'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'copied'; readonly value: string };

const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ type: fc.constant('uint16' as const), value: fc.integer({ min: 0, max: 2 ** 16 - 1 }) }),
  fc.record({ type: fc.constant('uint32' as const), value: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
  fc.record({ type: fc.constant('uint64' as const), value: fc.maxSafeNat() }),
  fc.record({ type: fc.constant('length' as const), value: fc.maxSafeNat() }),
  fc.record({ type: fc.constant('string' as const), value: fc.string({ unit: 'binary', maxLength: 300 }) }),
  fc.record({ type: fc.constant('copied' as const), value: fc.string({ unit: 'binary', maxLength: 60 }) }),
);

function write(writer: RowBinaryWriter, written: Field): void {
  if (written.type === 'copied') writer.copied((target, offset) => Buffer.from(written.value).copy(target, offset));
  else if (written.type === 'string') writer.string(written.value);
  else writer[written.type](written.value);
}

function read(reader: RowBinaryReader, type: Field['type']): number | string {
  return type === 'copied' ? reader.string() : reader[type]();
}

describe('RowBinary', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 40 }), (fields) => {
        const writer = new RowBinaryWriter(64 << 10);
        for (const each of fields) write(writer, each);
        const reader = new RowBinaryReader(writer.bytes);
        expect(fields.map(({ type }) => read(reader, type))).toEqual(fields.map(({ value }) => value));
        expect(reader.atEnd).toBe(true);
      }),
      { seed: 1 },
    );
  });

  // From the description of the format: lengths are unsigned LEB128, numbers little-endian.
  it.each([
    ['a string', (writer: RowBinaryWriter) => writer.string('é'), [2, 0xc3, 0xa9]],
    ['a length of two bytes', (writer: RowBinaryWriter) => writer.length(300), [0xac, 0x02]],
    ['a UInt16', (writer: RowBinaryWriter) => writer.uint16(258), [2, 1]],
    ['a UInt64', (writer: RowBinaryWriter) => writer.uint64(2 ** 53 - 1), [255, 255, 255, 255, 255, 255, 31, 0]],
    ['a Float64', (writer: RowBinaryWriter) => writer.float64(-2), [0, 0, 0, 0, 0, 0, 0, 0xc0]],
    ['raw bytes', (writer: RowBinaryWriter) => writer.raw(Uint8Array.of(1, 2)), [1, 2]],
  ])('writes %s as ClickHouse does', (_, act, expected) => {
    const writer = new RowBinaryWriter(100);
    act(writer);
    expect([...writer.bytes]).toEqual(expected);
  });

  it('refuses a text that is longer than the buffer, instead of cutting it', () => {
    expect(() => new RowBinaryWriter(100).string('x'.repeat(200))).toThrow('A text of 200 bytes is too long for a row');
  });

  it('has the same buffer for the next rows', () => {
    const writer = new RowBinaryWriter(100);
    writer.uint32(1);
    expect(writer.hasRoomFor(96)).toBe(true);
    expect(writer.hasRoomFor(97)).toBe(false);
    writer.clear();
    expect(writer.isEmpty).toBe(true);
    expect(writer.hasRoomFor(100)).toBe(true);
  });
});
