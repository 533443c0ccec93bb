import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPseudonyms } from './pseudonyms.ts';

const [key, otherKey] = ['k'.repeat(32), 'o'.repeat(32)] as const;
const pseudonyms = createPseudonyms([key]);

describe('a pseudonym', () => {
  it('is the same for the same number and key, and another for any other', () => {
    // The value is fixed: another one would part every history from its past.
    expect(pseudonyms.of('7560')).toBe('p__i5ieY4b6NK1r-dMbat4zbt2rDr0eJDv');
    const macKey = Buffer.from(hkdfSync('sha256', key, '', 'tidewatch pseudonyms of subscribers', 32));
    const mac = createHmac('sha256', macKey).update('7560').digest().subarray(0, 12).toString('base64url');
    expect(pseudonyms.of('7560').slice(2, 18)).toBe(mac);
    const numbers = Array.from({ length: 2000 }, (_, n) => String(n));
    expect(new Set(numbers.map((one) => pseudonyms.of(one))).size).toBe(numbers.length);
    expect(createPseudonyms([otherKey]).of('7560')).not.toBe(pseudonyms.of('7560'));
  });

  it('has one length for all common numbers, and fits where a number fits', () => {
    expect(new Set(['1', '22', '+4915123456', '12345678901'].map((one) => pseudonyms.of(one).length))).toEqual(
      new Set([34]),
    );
    for (const bytes of [167, 168, 255]) expect(pseudonyms.of('x'.repeat(bytes)).length).toBeLessThanOrEqual(255);
  });

  it('is undone with the key alone, whatever the number was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const number = text.toWellFormed();
        if (Buffer.byteLength(number) > 167) return;
        expect(pseudonyms.numberOf(pseudonyms.of(number))).toBe(number);
        expect(createPseudonyms([otherKey]).numberOf(pseudonyms.of(number))).toBeNull();
      }),
      { seed: 5, numRuns: 500 },
    );
    expect(pseudonyms.numberOf(pseudonyms.of('x'.repeat(168)))).toBeNull();
  });

  it('is none when a character of it was changed, or when it is another text', () => {
    const pseudonym = pseudonyms.of('7560');
    for (let at = 0; at < pseudonym.length; at++) {
      const other = pseudonym[at] === 'A' ? 'B' : 'A';
      expect(pseudonyms.numberOf(pseudonym.slice(0, at) + other + pseudonym.slice(at + 1)), `at ${at}`).toBeNull();
    }
    for (const text of ['', '7560', 'p_', `${pseudonym}=`, `${pseudonym}A`, pseudonym.slice(2)])
      expect(pseudonyms.numberOf(text), text).toBeNull();
  });

  it('of a key of before is undone still, and made no more', () => {
    const changed = createPseudonyms([otherKey, key]);
    expect(changed.numberOf(pseudonyms.of('7560'))).toBe('7560');
    expect(changed.of('7560')).toBe(createPseudonyms([otherKey]).of('7560'));
    expect(changed.allOf('7560')).toEqual([changed.of('7560'), pseudonyms.of('7560')]);
  });
});
