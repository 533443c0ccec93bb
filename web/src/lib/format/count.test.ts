import { describe, expect, it } from 'vitest';
import { formatChange, formatCount, formatCountOf, formatScore, formatShare, formatTimes } from './count.ts';

describe('plain numbers', () => {
  it('group thousands', () => expect(formatCount(649_158)).toBe('649,158'));

  it('have the word that fits the count', () => {
    expect(formatCountOf(1, { one: 'row', other: 'rows' })).toBe('1 row');
    expect(formatCountOf(1200, { one: 'row', other: 'rows' })).toBe('1,200 rows');
    expect(formatCountOf(1, { other: 'sheep' })).toBe('1 sheep');
  });

  it('have a dash where there is no score', () => {
    expect(formatScore(null)).toBe('—');
    expect(formatScore(12.34)).toBe('12.3');
    expect(formatScore(-0.84)).toBe('−0.8');
  });

  it('say how many times the usual something is, and nothing when nothing is usual', () => {
    expect(formatTimes(94, 10)).toBe('9.4×');
    expect(formatTimes(12_000, 10)).toBe('1,200×');
    expect(formatTimes(5, 0)).toBe('—');
  });

  it('say by how much a number changed, and nothing where there was nothing before', () => {
    expect(formatChange(112.5, 100)).toBe('+12.5%');
    expect(formatChange(50, 100)).toBe('−50%');
    expect(formatChange(100, 100)).toBe('0%');
    expect([formatChange(5, 0), formatChange(5, Number.NaN), formatChange(Number.NaN, 5)]).toEqual(['—', '—', '—']);
  });

  it('keep small shares readable', () => {
    expect(formatShare(115, 649_158)).toBe('0.0177%');
    expect(formatShare(0, 0)).toBe('—');
  });
});
