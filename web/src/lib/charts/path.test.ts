import { scaleLinear, scaleSymlog } from 'd3-scale';
import { describe, expect, it } from 'vitest';
import { areaPath, linePath, placeOf } from './path.ts';

const rows = [3, 4, Number.NaN, 5, Number.NaN, Number.NaN, 6.26, 7].map((value, at) => ({ at, value }));
const place = { x: ({ at }: { at: number }) => at * 10.123, y: ({ value }: (typeof rows)[number]) => value };

describe('a line', () => {
  it('breaks where there is no value, and has a dot for a value alone', () => {
    expect(linePath(rows, place)).toBe('M0,3L10.1,4M30.4,5ZM60.7,6.3L70.9,7');
  });

  it.each<[string, (value: number) => number]>([
    ['linear', scaleLinear([0, 10], [0, 10])],
    ['logarithmic', scaleSymlog([0, 10], [0, 10])],
  ])('breaks on a %s scale, too', (_, yScale) => {
    const scales = { xScale: scaleLinear([0, 10], [0, 100]), yScale };
    expect(
      linePath(
        rows.slice(1, 5),
        placeOf(scales, ({ value }) => value),
      ),
    ).toMatch(/^M10,[\d.]+ZM30,[\d.]+Z$/);
  });

  it('is nothing without values', () => {
    expect(linePath([], place)).toBe('');
    expect(linePath(rows.slice(4, 6), place)).toBe('');
  });
});

describe('an area', () => {
  it('goes along the values and back along the base, once for each stretch', () => {
    expect(areaPath(rows.slice(0, 4), place, ({ value }) => value / 2)).toBe(
      'M0,3L10.1,4L10.1,2L0,1.5ZM30.4,5L30.4,2.5Z',
    );
  });
});
