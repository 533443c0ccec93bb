import { describe, expect, it } from 'vitest';
import { HoldBack } from './hold-back.ts';

describe('HoldBack', () => {
  it('lets a file hold back the others for a minute, then never again', () => {
    const holdBack = new HoldBack();
    expect([0, 59_999, 60_000, 60_001].map((at) => holdBack.holds('a', at))).toEqual([true, true, false, false]);
    holdBack.release();
    expect(holdBack.holds('a', 100_000)).toBe(false);
  });

  it('counts the minute for all files together: one slow file after another does not add up', () => {
    const holdBack = new HoldBack();
    expect(holdBack.holds('a', 0)).toBe(true);
    expect(holdBack.holds('b', 50_000)).toBe(true);
    expect(holdBack.holds('c', 60_000)).toBe(false);
    expect(holdBack.holds('d', 60_000)).toBe(false);
  });

  it('begins anew once nothing was waited for', () => {
    const holdBack = new HoldBack();
    holdBack.holds('a', 0);
    holdBack.release();
    expect(holdBack.holds('b', 70_000)).toBe(true);
    expect(holdBack.holds('b', 129_999)).toBe(true);
    expect(holdBack.holds('b', 130_000)).toBe(false);
  });

  it('knows nothing more of a file that was read', () => {
    const holdBack = new HoldBack();
    holdBack.holds('a', 0);
    expect(holdBack.holds('a', 60_000)).toBe(false);
    holdBack.forget('a');
    holdBack.release();
    expect(holdBack.holds('a', 60_000)).toBe(true);
  });
});
