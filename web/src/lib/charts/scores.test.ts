import { describe, expect, it } from 'vitest';
import { scoreRows, scoreScale } from './scores.ts';

const row = (at: number, z: number) => ({ at, value: 1, low: 1, usual: 1, high: 1, z });

describe('the score chart', () => {
  it('pairs the directions of a slot', () => {
    expect(scoreRows([row(0, 1), row(10, 2)], [row(0, -1), row(10, Number.NaN)])).toEqual([
      { at: 0, up: 1, down: -1 },
      { at: 10, up: 2, down: Number.NaN },
    ]);
  });

  it.each([
    ['nothing', [], [-4, 5.6]],
    ['scores beyond it', [{ at: 0, up: 12, down: -8 }], [-8, 12]],
    ['no score yet', [{ at: 0, up: Number.NaN, down: Number.NaN }], [-4, 5.6]],
  ])('shows the threshold with room above it for %s', (_, rows, domain) => {
    expect(scoreScale(rows, 4).domain).toEqual(domain);
  });
});
