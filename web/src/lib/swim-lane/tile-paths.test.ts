import { expect, it } from 'vitest';
import { tilePaths } from './tile-paths.ts';

const lane = { columns: 4, levels: Float32Array.of(0, 0, 3, 3, Number.NaN, 3, 0, 0) };
const cells = { rowHeight: 18, columnWidth: 5 };
const whole = { key: '0 0', fromRow: 0, toRow: 2, fromColumn: 0, toColumn: 4 };

it('draws each shade of a tile as one path, neighbours alike as one piece of it, a line between the rows', () => {
  expect(tilePaths(lane, cells, whole)).toEqual([
    { shade: 0, path: 'M0 0H10V17H0ZM10 18H20V35H10Z' },
    { shade: 3, path: 'M10 0H20V17H10ZM5 18H10V35H5Z' },
    { shade: -1, path: 'M0 18H5V35H0Z' },
  ]);
});

it('draws from the corner of the tile', () => {
  const last = { key: '1 1', fromRow: 1, toRow: 2, fromColumn: 2, toColumn: 4 };
  expect(tilePaths(lane, cells, last)).toEqual([{ shade: 0, path: 'M0 0H10V17H0Z' }]);
});

it('keeps edges where they are when columns end between pixels', () => {
  const [first, second] = [
    { ...whole, toColumn: 2 },
    { ...whole, fromColumn: 2 },
  ];
  const odd = { rowHeight: 18, columnWidth: 7.3 };
  // 14.6 of the lane, and the same 0.4 before where the second tile begins, at 15.
  expect(tilePaths(lane, odd, first)[0]!.path).toContain('H14.6');
  expect(tilePaths(lane, odd, second)[0]!.path).toContain('M-0.4');
});
