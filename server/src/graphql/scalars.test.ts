import fc from 'fast-check';
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatByteCount, formatDateTime, parseByteCount, parseDateTime, parseDateTimeLiteral } from './scalars.ts';

describe('DateTime', () => {
  it.each([
    ['2024-01-01T00:10:00Z', 1_704_067_800],
    ['2024-01-01t00:10:00z', 1_704_067_800],
    ['2024-01-01T03:10:00+03:00', 1_704_067_800],
    ['2023-12-31T18:40:00-05:30', 1_704_067_800],
    ['2024-01-01T00:10:00.999Z', 1_704_067_800],
    ['2024-02-29T23:59:59Z', 1_709_251_199],
    ['1970-01-01T00:00:00Z', 0],
  ])('reads %s', (text, epochSeconds) => {
    expect(parseDateTime(text)).toBe(epochSeconds);
  });

  it.each([
    '2024-01-01 00:10:00Z',
    '2024-01-01T00:10:00',
    '2024-01-01',
    '2024-1-1T00:10:00Z',
    '2023-02-29T00:00:00Z',
    '2024-02-31T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-10T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+03:60',
    '1969-12-31T23:59:59Z',
    '2106-01-01T00:00:00Z',
    '',
    1_704_067_800,
    null,
  ])('refuses %j', (given) => {
    expect(() => parseDateTime(given)).toThrow(`${JSON.stringify(given)} is not a DateTime`);
  });

  it('reads back every second that it writes, as JavaScript does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_291_747_199 }), (epochSeconds) => {
        expect(parseDateTime(formatDateTime(epochSeconds))).toBe(epochSeconds);
        expect(Date.parse(formatDateTime(epochSeconds))).toBe(epochSeconds * 1000);
      }),
      { seed: 5 },
    );
  });

  it('refuses a number that is written in the document', () => {
    expect(() => parseDateTimeLiteral({ kind: Kind.INT, value: '1704067800' })).toThrow(
      '"1704067800" is not a DateTime',
    );
  });
});

describe('ByteCount', () => {
  it.each([
    [0, '0'],
    [5, '5'],
    [2 ** 31, '2147483648'],
    [2 ** 53 - 1, '9007199254740991'],
    [1e21, '1000000000000000000000'],
    [1.5, '2'],
  ])('writes %d as digits', (byteCount, text) => {
    expect(formatByteCount(byteCount)).toBe(text);
  });

  it('reads back every whole volume that it writes, as far as a number is exact', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (byteCount) => {
        expect(parseByteCount(formatByteCount(byteCount))).toBe(byteCount);
      }),
      { seed: 5 },
    );
  });

  it.each(['', '-1', '1.5', '1e9', '9007199254740992', '10000000000000000', ' 1', 5, null])('refuses %j', (given) => {
    expect(() => parseByteCount(given)).toThrow(`${JSON.stringify(given)} is not a ByteCount`);
  });
});
