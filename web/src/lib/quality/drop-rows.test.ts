import { describe, expect, it } from 'vitest';
import { dropRows, wholePercent } from './drop-rows.ts';

describe('the rows that were dropped', () => {
  it('stand beside those that are kept, the most first', () => {
    const dropped = [
      { reason: 'BAD_DATE' as const, rows: 3 },
      { reason: 'BAD_NUMBER' as const, rows: 12 },
    ];
    expect(dropRows(dropped, [{ reason: 'BAD_NUMBER', rows: 10 }])).toEqual([
      { reason: 'BAD_NUMBER', dropped: 12, kept: 10 },
      { reason: 'BAD_DATE', dropped: 3, kept: 0 },
    ]);
  });
});

it('calls nothing whole that has a gap', () => {
  expect([1, 0.9999, 0.5, 0].map(wholePercent)).toEqual([100, 99.9, 50, 0]);
});
