import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachRun, levelOf, loudestCell, shadeOf } from './levels.ts';

const none = Number.NaN;
const everything = (rows: number, columns: number) => ({ fromRow: 0, toRow: rows, fromColumn: 0, toColumn: columns });

describe('levels', () => {
  it('are drawn in one of ten shades, and apart from what was not observed', () => {
    expect([-3, 0, 0.4, 0.6, 8.6, 40, none].map(shadeOf)).toEqual([0, 0, 0, 1, 9, 9, -1]);
  });

  it('are drawn as one run where neighbours look alike', () => {
    const runs: number[][] = [];
    const lane = { columns: 5, levels: Float32Array.of(0, 0, 9, none, none) };
    eachRun(lane, everything(1, 5), (...run) => runs.push(run));
    expect(runs).toEqual([
      [0, 0, 2, 0],
      [0, 2, 3, 9],
      [0, 3, 5, -1],
    ]);
  });

  it('are drawn once each and in their own shade, of any part of a lane', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(none));
    const lanes = fc.array(fc.array(level, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lanes, fc.nat(5), fc.nat(7), (rows, column, row) => {
        const lane = { columns: 6, levels: Float32Array.from(rows.flat()) };
        const part = { fromRow: Math.min(row, rows.length - 1), toRow: rows.length, fromColumn: column, toColumn: 6 };
        const drawn = new Map<string, number>();
        eachRun(lane, part, (at, from, to, shade) => {
          for (let each = from; each < to; each++) {
            expect(drawn.has(`${at},${each}`)).toBe(false);
            drawn.set(`${at},${each}`, shade);
          }
        });
        expect(drawn.size).toBe((part.toRow - part.fromRow) * (6 - column));
        for (const [cell, shade] of drawn) {
          const [at = 0, each = 0] = cell.split(',').map(Number);
          expect(shade).toBe(shadeOf(levelOf(lane, { row: at, column: each })));
        }
      }),
      { seed: 20240108 },
    );
  });

  it('have a loudest cell, unless nothing was observed', () => {
    expect(loudestCell({ columns: 2, levels: Float32Array.of(none, 3, 8, 8) })).toEqual({ row: 1, column: 0 });
    expect(loudestCell({ columns: 2, levels: Float32Array.of(none, none) })).toBeNull();
  });
});
