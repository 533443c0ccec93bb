import { describe, expect, it } from 'vitest';
import { Pseudonyms, pseudonymOf } from './pseudonym.ts';

const numbers = Array.from({ length: 20_000 }, (_, index) => String(1_000 + index));

describe('a pseudonym', () => {
  it('stays the same for the same number, also in a page that is loaded again', () => {
    expect(pseudonymOf('4114', 'salt')).toBe(pseudonymOf('4114', 'salt'));
    expect(new Pseudonyms('salt').of('4114')).toBe(pseudonymOf('4114', 'salt'));
  });

  it('is another in another session', () => {
    expect(pseudonymOf('4114', 'salt')).not.toBe(pseudonymOf('4114', 'pepper'));
  });

  it('tells every two subscribers of a network apart', () => {
    const names = new Pseudonyms('salt');
    expect(new Set(numbers.map((number) => names.of(number))).size).toBe(numbers.length);
  });

  it('looks like no number', () => {
    for (const number of numbers.slice(0, 500)) expect(pseudonymOf(number, 'x')).toMatch(/^[A-Z]\d[A-Z]\d[A-Z]$/);
  });
});
