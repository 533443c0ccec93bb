import { expect, it } from 'vitest';
import { formatRuleNumber } from './format-number.ts';

it('writes a number of a rule exactly, and tiny ones with a power of ten', () => {
  expect([0, 0.00025, 1e-6, 1e-12, 10_000].map(formatRuleNumber)).toEqual([
    '0',
    '0.00025',
    '0.000001',
    '1e-12',
    '10,000',
  ]);
});
