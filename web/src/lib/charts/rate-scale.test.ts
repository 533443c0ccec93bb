import { describe, expect, it } from 'vitest';
import { isLogarithmic, scaleParameter } from './rate-scale.ts';

const read = (query: string, usual: 'linear' | 'logarithmic') => isLogarithmic(new URLSearchParams(query), usual);

describe('the scale of rates', () => {
  it.each([
    ['', 'linear', false],
    ['', 'logarithmic', true],
    ['scale=linear', 'logarithmic', false],
    ['scale=logarithmic', 'linear', true],
    ['scale=crooked', 'logarithmic', true],
  ] as const)('of an address with "%s", where %s is usual, is logarithmic: %s', (query, usual, logarithmic) => {
    expect(read(query, usual)).toBe(logarithmic);
  });

  it('is read as it was written, and not written where it is usual', () => {
    for (const usual of ['linear', 'logarithmic'] as const) {
      for (const scale of ['linear', 'logarithmic'] as const) {
        const { scale: written } = scaleParameter(scale, usual);
        expect(written === null).toBe(scale === usual);
        expect(read(written === null ? '' : `scale=${written}`, usual)).toBe(scale === 'logarithmic');
      }
    }
  });
});
