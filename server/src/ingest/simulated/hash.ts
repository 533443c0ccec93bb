/**
 * The simulator's only randomness: MurmurHash3 (x86, 32 bits) of a seed and a few words, used as a counter-based
 * generator. A draw depends on what it is for and on nothing before it, which is what lets any slot be made first.
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */

/** Mixes one 32-bit word into a running hash; begin with the seed. */
export function addWord(state: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = (mixed << 15) | (mixed >>> 17);
  mixed = Math.imul(mixed, 0x1b873593) ^ state;
  mixed = (mixed << 13) | (mixed >>> 19);
  return (Math.imul(mixed, 5) + 0xe6546b64) | 0;
}

/** The hash after all words: an integer of 0 to 2^32 - 1. */
export function finishHash(state: number, byteLength: number): number {
  let hash = state ^ byteLength;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** What a draw is for: the first word hashed, so that no two purposes share their randomness. */
export const purposes = {
  population: 1,
  session: 2,
  reconnect: 3,
  row: 4,
  schedule: 5,
  incident: 6,
  backup: 7,
  upgrade: 8,
  network: 9,
  customer: 10,
  tenancy: 11,
  day: 12,
  hour: 13,
  quarterDay: 14,
  slot: 15,
  emptySlot: 16,
  download: 17,
  upload: 18,
} as const;
export type Purpose = (typeof purposes)[keyof typeof purposes];

/**
 * 32 random bits for one purpose and three numbers that say which draw it is. With the same `a`, two different `b`
 * never run into the same stream (mixing a word is a bijection), so put what there is most of (subscribers) second.
 */
export function randomBits(seed: number, purpose: Purpose, a: number, b: number, c: number): number {
  return finishHash(addWord(addWord(addWord(addWord(seed, purpose), a), b), c), 16);
}

/** What the draws of one slot have in common; `drawOf` continues it for each subscriber, at half the cost of `randomBits`. */
export function drawPrefix(seed: number, purpose: Purpose, a: number): number {
  return addWord(addWord(seed, purpose), a);
}

/** 32 random bits for the prefix and one more number. */
export function drawOf(prefix: number, b: number): number {
  return finishHash(addWord(prefix, b), 12);
}

/** A number in [0, 1) from 32 random bits. */
export function unitOf(bits: number): number {
  return bits / 4294967296;
}
