import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalDigits, fewestDigits, significantDigits, wholeDigits } from './digits.ts';

const numbers = fc.double({ min: -1e15, max: 1e15, noNaN: true }).filter((value) => Math.abs(value) > 1e-9);
it.each([
  [0, '0'],
  [999.4, '999'],
  [1000, '1,000'],
  [-1_234_567.5, '-1,234,568'],
])('writes %d as a whole number: %s', (value, text) => expect(wholeDigits(value)).toBe(text));

it.each([
  [1.5, 1, '1.5'],
  [1234, 1, '1,234.0'],
  [0.04, 1, '0.0'],
])('writes %d with %d decimal: %s', (value, decimals, text) => expect(decimalDigits(value, decimals)).toBe(text));

it.each([
  [0, '0.00', '0'],
  [11.98, '12.0', '12'],
  [999.6, '1,000', '1,000'],
  [0.000_177_158, '0.000177', '0.000177'],
  [12_345, '12,300', '12,300'],
  [0.5, '0.500', '0.5'],
])('writes %d with three digits: %s, or %s', (value, all, fewest) => {
  expect([significantDigits(value, 3), fewestDigits(value, 3)]).toEqual([all, fewest]);
});

it('writes what Intl writes', () => {
  const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
  const three = new Intl.NumberFormat('en-GB', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
  fc.assert(
    fc.property(numbers, (value) => {
      expect(wholeDigits(value)).toBe(whole.format(value));
      expect(significantDigits(value, 3)).toBe(three.format(value));
    }),
    { seed: 7, numRuns: 2000 },
  );
});
