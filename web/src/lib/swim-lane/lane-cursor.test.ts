import { describe, expect, it } from 'vitest';
import { moveCursor } from './lane-cursor.ts';

const size = { rows: 500, columns: 1008 };
const move = (row: number, column: number, key: string, ctrl = false) => moveCursor({ row, column }, key, ctrl, size);

describe('the cursor of a swim lane', () => {
  it.each([
    ['ArrowUp', 49, 100],
    ['ArrowDown', 51, 100],
    ['ArrowLeft', 50, 99],
    ['ArrowRight', 50, 101],
    ['PageUp', 40, 100],
    ['PageDown', 60, 100],
    ['Home', 50, 0],
    ['End', 50, 1007],
  ])('goes with %s to row %d, column %d', (key, row, column) => {
    expect(move(50, 100, key)).toEqual({ row, column });
  });

  it('goes to the corners with Ctrl', () => {
    expect(move(50, 100, 'Home', true)).toEqual({ row: 0, column: 0 });
    expect(move(50, 100, 'End', true)).toEqual({ row: 499, column: 1007 });
  });

  it('stays on the lane', () => {
    expect(move(0, 0, 'ArrowUp')).toEqual({ row: 0, column: 0 });
    expect(move(495, 1007, 'PageDown')).toEqual({ row: 499, column: 1007 });
  });

  it('leaves other keys to the page', () => {
    expect(move(0, 0, 'Tab')).toBeNull();
  });
});
