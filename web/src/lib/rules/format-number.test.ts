import { expect, it } from 'vitest';
import { formatRuleNumber, formatRuleUnit } from './format-number.ts';

it('writes a number of a rule exactly, and tiny ones with a power of ten', () => {
  expect([0, 0.00025, 1e-6, 1e-12, 10_000].map(formatRuleNumber)).toEqual([
    '0',
    '0.00025',
    '0.000001',
    '1e-12',
    '10,000',
  ]);
});

it('writes its unit as it goes with the number', () => {
  const written = ([value, unit]: readonly [number, string]) => `${value} ${formatRuleUnit(value, unit)}`;
  expect(
    (
      [
        [1, 'days'],
        [2, 'days'],
        [0, 'days'],
        [1.5, 'hours'],
        [1, 'alerts'],
        [1, 'share'],
        [1, 'parsecs'],
      ] as const
    ).map(written),
  ).toEqual(['1 day', '2 days', '0 days', '1.5 hours', '1 alert', '1 share', '1 parsecs']);
});
