/** Phases: what they add to an interval, against adding up second by second, and how they cut sessions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullStrengthSeconds, reconnectedPieces } from './phase.ts';
import type { Phase } from './phase.ts';

const phase = (from: number, to: number, ramp = false): Phase => ({
  from,
  to,
  upFactor: 4,
  downFactor: 1,
  ramp,
  reconnects: true,
});
const gap = (): number => 20;

describe('fullStrengthSeconds', () => {
  it('is what adding up second by second gives', () => {
    const moments = fc.tuple(fc.nat(3000), fc.nat(3000), fc.nat(3000), fc.nat(3000), fc.boolean());
    fc.assert(
      fc.property(moments, ([start, length, from, seconds, ramp]) => {
        const given = phase(start, start + length + 1, ramp);
        let sum = 0;
        for (let second = from; second < from + seconds; second++) {
          if (second < given.from || second >= given.to) continue;
          sum += ramp ? (second + 0.5 - given.from) / (given.to - given.from) : 1;
        }
        expect(fullStrengthSeconds(given, from, from + seconds)).toBeCloseTo(sum, 6);
      }),
      { seed: 1 },
    );
  });
});

describe('reconnectedPieces', () => {
  it('ends the session where a phase begins and where it ends, with a gap after each', () => {
    expect(reconnectedPieces(0, 9000, [phase(1000, 4000)], gap)).toEqual([
      [0, 1000],
      [1020, 4000],
      [4020, 9000],
    ]);
  });

  it('leaves the session whole when the phase asks for no reconnect or lies elsewhere', () => {
    expect(reconnectedPieces(0, 9000, [{ ...phase(1000, 4000), reconnects: false }], gap)).toEqual([[0, 9000]]);
    expect(reconnectedPieces(0, 9000, [phase(9500, 10_000)], gap)).toEqual([[0, 9000]]);
  });

  it('leaves out a reconnect within a minute of one that happens anyway', () => {
    expect(reconnectedPieces(0, 9000, [phase(59, 8930)], gap)).toEqual([[0, 9000]]);
    expect(reconnectedPieces(0, 9000, [phase(60, 8920)], gap)).toEqual([
      [0, 60],
      [80, 8920],
      [8940, 9000],
    ]);
  });
});
