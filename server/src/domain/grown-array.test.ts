import { describe, expect, it } from 'vitest';
import { grownTo } from './grown-array.ts';

describe('grownTo', () => {
  it.each([Uint8Array, Uint16Array, Uint32Array, Float32Array, Float64Array])(
    'keeps kind and beginning of %o',
    (Kind) => {
      const grown = grownTo(Kind.of(1, 2, 3), 5);
      expect(grown).toBeInstanceOf(Kind);
      expect([...grown]).toEqual([1, 2, 3, 0, 0]);
    },
  );
});
