import { describe, expect, it } from 'vitest';
import { formatMeanRate, formatRate, formatRateRange, rateUnitFor } from './rate.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

it('writes the unit of a range once where both ends have the same', () => {
  expect(plain(formatRateRange(369e6, 508e6))).toBe('369 to 508 Mbit/s');
  expect(plain(formatRateRange(163e3, 1.93e6))).toBe('163 kbit/s to 1.93 Mbit/s');
});

describe('rates', () => {
  it('reads 750,000,000 bytes in ten minutes as 10.0 Mbit/s', () => {
    expect(plain(formatMeanRate(750_000_000, 600))).toBe('10.0 Mbit/s');
  });

  it.each([
    [0, '0 bit/s'],
    [0.4, '0 bit/s'],
    [999, '999 bit/s'],
    [1000, '1.00 kbit/s'],
    [56_700, '56.7 kbit/s'],
    [999_400, '999 kbit/s'],
    [999_600, '1.00 Mbit/s'],
    [1_234_567_890, '1.23 Gbit/s'],
    [4.5e12, '4.50 Tbit/s'],
    [7.2e15, '7,200 Tbit/s'],
    [Number.NaN, '—'],
  ])('writes %d bit/s as %s', (bitsPerSecond, text) => {
    expect(plain(formatRate(bitsPerSecond))).toBe(text);
  });

  it('takes one unit for a whole axis from its largest value', () => {
    expect(rateUnitFor(40e6)).toEqual({ factor: 1e6, label: 'Mbit/s' });
    expect(rateUnitFor(0).label).toBe('bit/s');
  });
});
