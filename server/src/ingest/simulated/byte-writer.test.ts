/** Text written byte by byte, against the strings it stands for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { ByteWriter } from './byte-writer.ts';

const text = (writer: ByteWriter): string => Buffer.from(writer.written()).toString('utf8');

describe('ByteWriter', () => {
  it('writes whole numbers as their decimal digits', () => {
    const writer = new ByteWriter();
    const edges = [0, 9, 10, 999_999_999, 1e9, 2 ** 31, 2 ** 32, 1e18 / 1000, 2 ** 53, -1, -(2 ** 53)];
    const numbers = fc.oneof(fc.constantFrom(...edges), fc.maxSafeInteger(), fc.integer());
    fc.assert(
      fc.property(numbers, (value) => {
        writer.clear();
        writer.integer(value);
        expect(text(writer)).toBe(String(value + 0));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('grows as far as it has to, and starts anew when cleared', () => {
    const directory = new SubscriberIndex();
    const long = directory.indexOf('é'.repeat(127));
    const writer = new ByteWriter();
    for (let row = 0; row < 10_000; row++) {
      writer.subscriberId(directory, long);
      writer.byte(44);
      writer.ascii('x');
      writer.paddedInteger(7, 2);
    }
    expect(text(writer)).toBe(`${'é'.repeat(127)},x07`.repeat(10_000));
    writer.clear();
    expect(writer.written()).toHaveLength(0);
  });
});
