import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { defaultRule } from './rule.ts';
import { bandEdge, trace, type ObservedSlot } from './trace.ts';

const slotSeconds = 600;
const start = Date.parse('2026-03-02T00:00:00Z') / 1000;
const random = seededRandom(6);

const past: readonly ObservedSlot[] = Array.from({ length: 8 * 144 }, (_, slot) => {
  const rate = 20_000 * Math.exp(0.6 * (random.next() - 0.5));
  return {
    slotStart: start + slot * slotSeconds,
    seconds: slotSeconds,
    upBytes: Math.round(rate * slotSeconds),
    downBytes: Math.round(6 * rate * slotSeconds),
  };
});

describe('trace', () => {
  it('has no band on the first day, and one for every slot after it', () => {
    const traced = trace(past, defaultRule, slotSeconds);
    expect(traced.map(({ slotStart }) => slotStart)).toEqual(past.map(({ slotStart }) => slotStart));
    expect(traced.slice(0, 144).every(({ expected, zUp }) => expected === null && zUp === null)).toBe(true);
    expect(traced.slice(144).every(({ expected, zUp }) => expected !== null && zUp !== null)).toBe(true);
  });

  it('draws a band around the usual rate, in which more than half of the slots lie', () => {
    const known = trace(past, defaultRule, slotSeconds).slice(3 * 144);
    const ordered = known.filter(({ expected: band }) => band!.lowUp <= band!.usualUp && band!.usualUp <= band!.highUp);
    expect(ordered).toHaveLength(known.length);
    const within = known.filter(({ expected: band, upBytesPerSecond: up }) => up >= band!.lowUp && up <= band!.highUp);
    expect(within.length / known.length).toBeGreaterThan(0.5);
    const usual = known.reduce((sum, { expected: band }) => sum + band!.usualUp, 0) / known.length;
    expect(usual / 20_000).toBeGreaterThan(0.9);
    expect(usual / 20_000).toBeLessThan(1.1);
  });

  it('places a slot at the edge of the band where its rate is the upper edge’s', () => {
    const known = trace(past, defaultRule, slotSeconds).slice(3 * 144);
    const misplaced = known.filter(
      ({ zUp, upBytesPerSecond: up, expected: band }) => zUp! > bandEdge * 1.02 && up < band!.highUp * 0.98,
    );
    expect(misplaced).toEqual([]);
    const [attacked] = trace(
      [...past, { ...past[0]!, slotStart: start + past.length * slotSeconds, upBytes: 200_000 * slotSeconds }],
      defaultRule,
      slotSeconds,
    ).slice(-1);
    expect(attacked!.zUp).toBeGreaterThan(3 * bandEdge);
    expect(attacked!.upBytesPerSecond).toBe(200_000);
  });

  it('leaves out slots that were covered too little, as they are left out live', () => {
    const short = past.map((slot, i) => (i % 5 === 0 ? { ...slot, seconds: 59 } : slot));
    expect(trace(short, defaultRule, slotSeconds)).toEqual(
      trace(
        past.filter((_, i) => i % 5 !== 0),
        defaultRule,
        slotSeconds,
      ),
    );
  });

  it('does not hang on what comes later', () => {
    expect(trace(past.slice(0, 500), defaultRule, slotSeconds)).toEqual(
      trace(past, defaultRule, slotSeconds).slice(0, 500),
    );
  });
});
