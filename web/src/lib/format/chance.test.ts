import { expect, it } from 'vitest';
import { formatOneIn, oneInParts } from './chance.ts';

it('says on one day in how many a usual subscriber shows as much', () => {
  expect(formatOneIn(25_118.86)).toBe('1 in 25,000 days');
  expect(formatOneIn(1)).toBe('1 in 1 day');
  expect([25_118.86, 1].map(oneInParts)).toEqual([
    ['1 in 25,000', 'days'],
    ['1 in 1', 'day'],
  ]);
  expect(formatOneIn(940_000)).toBe('1 in 940,000 days');
});

it('says no more than is known', () => {
  expect(formatOneIn(1e6)).toBe('1 in > 1 million days');
  expect(formatOneIn(Number.MAX_VALUE)).toBe('1 in > 1 million days');
  expect(formatOneIn(null)).toBe('—');
  expect(oneInParts(1e6)).toEqual(['1 in > 1 million', 'days']);
});
