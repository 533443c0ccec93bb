import { describe, expect, it } from 'vitest';
import { formatValue, measureParameter, measures, readMeasure } from './measure.ts';

describe('the measure of top talkers', () => {
  it('is read from the address as it was written', () => {
    for (const measure of measures) {
      const { by } = measureParameter(measure);
      expect(readMeasure(new URLSearchParams(by === null ? {} : { by }))).toBe(measure);
    }
  });

  it('is upload when the address names none that exists', () => {
    expect(readMeasure(new URLSearchParams('by=height'))).toBe('UPLOAD');
  });

  it('gives each value its unit', () => {
    expect(formatValue('UPLOAD', 4_200_000_000)).toBe('4.20\u00a0GB');
    expect(formatValue('RATIO', 0.234)).toBe('23.4%');
    expect(formatValue('DEVIATION', 12.34)).toBe('12.3');
    expect(formatValue('GROWTH', 2.04)).toBe('2.0×');
  });
});
