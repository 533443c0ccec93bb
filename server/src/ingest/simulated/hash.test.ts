/** The hash against published values of MurmurHash3, and the statistics that the simulator relies on. */
import { describe, expect, it } from 'vitest';
import { addWord, finishHash, purposes, randomBits, unitOf } from './hash.ts';

function hashText(text: string, seed: number): number {
  const bytes = Buffer.from(text, 'utf8');
  let state = seed;
  for (let at = 0; at < bytes.length; at += 4) state = addWord(state, bytes.readInt32LE(at));
  return finishHash(state, bytes.length);
}

describe('hash', () => {
  // Values as circulated for MurmurHash3_x86_32 (smhasher, Guava, https://stackoverflow.com/a/31929528).
  it.each([
    ['', 0, 0x00000000],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['\0\0\0\0', 0, 0x2362f9de],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['abcd', 0x9747b28c, 0xf0478627],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('gives the published value for %j with seed %i', (text, seed, expected) => {
    expect(hashText(text, seed)).toBe(expected);
  });

  it('is uniform over neighbouring subscribers and slots', () => {
    const cells = new Array<number>(100).fill(0);
    for (let slot = 0; slot < 100; slot++) {
      for (let subscriber = 0; subscriber < 1000; subscriber++) {
        const cell = Math.floor(unitOf(randomBits(7, purposes.row, slot * 600, subscriber, 0)) * 100);
        cells[cell] = cells[cell]! + 1;
      }
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99 degrees of freedom: 0.1 % and 99.9 % quantiles of the chi-square distribution.
    expect(chiSquare).toBeGreaterThan(60.3);
    expect(chiSquare).toBeLessThan(148.3);
  });

  it('does not repeat the draws of one purpose in another', () => {
    expect(randomBits(7, purposes.row, 1, 2, 3)).not.toBe(randomBits(7, purposes.session, 1, 2, 3));
  });
});
