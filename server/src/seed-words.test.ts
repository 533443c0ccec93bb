import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ofSeedKey, seedKey, seedSubscriber } from './seed-words.ts';

describe('the keys of the seed', () => {
  it('are read as they are written', () => {
    const hour = fc.record({
      deviceId: fc.nat(999_999_999),
      hourStart: fc.nat(1_000_000).map((hours) => hours * 3600),
    });
    fc.assert(
      fc.property(hour, (one) => {
        expect(ofSeedKey(seedKey(one))).toEqual(one);
      }),
      { seed: 1 },
    );
    expect(seedKey({ deviceId: 3, hourStart: 1_704_067_200 })).toBe('3 2024-01-01 00:00:00');
  });

  it.each([
    '3 2024-02-30 00:00:00',
    '3 2024-01-01 24:00:00',
    '3 2024-01-01 00:10:00',
    '03 2024-01-01 00:00:00',
    '62.0 2024-01-01 00:00:00',
    '3  2024-01-01 00:00:00',
    '3 2024-01-01 00:00:00 ',
    '3 2024-01-01 00:00:00\n',
    '3 1969-12-31 23:00:00',
  ])('are not taken for %j', (key) => {
    expect(ofSeedKey(key)).toBeNull();
  });
});

describe('a subscriber in the words of the seed', () => {
  it.each([
    ['4114', 4114],
    ['0', 0],
    ['0815', '0815'],
    ['9007199254740993', '9007199254740993'],
    ['a b', 'a b'],
  ])('%s is %j', (id, expected) => {
    expect(seedSubscriber(id)).toBe(expected);
  });
});
