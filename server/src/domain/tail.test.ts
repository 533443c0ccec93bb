import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { Tail } from './tail.ts';

const expectedScale = 0.35;
const leastScale = 0.02;

/** Excesses whose chance to exceed x is exp(-x / scale), evenly spread, in the order of a shuffle. */
function exponential(count: number, scale: number, seed = 1): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => -scale * Math.log(1 - random.next()));
}

function tailOf(excesses: Iterable<number>, scale = expectedScale): Tail {
  const tail = new Tail();
  for (const excess of excesses) tail.add(excess);
  tail.fit(scale, leastScale);
  return tail;
}

describe('Tail', () => {
  it.each([0.1, 0.25, 0.6])(
    'gives the true chance of an exponential excess of scale %f, far beyond what was seen',
    (scale) => {
      const tail = tailOf(exponential(100_000, scale));
      for (const score of [1.2, 2, 3, 4, 5, 6]) {
        const excess = scale * score * Math.LN10;
        expect(Math.abs(tail.score(excess) / score - 1)).toBeLessThan(0.06);
      }
    },
  );

  it('counts about one day in ten beyond its beginning, whatever the excesses are', () => {
    const random = seededRandom(2);
    const excesses = Array.from({ length: 20_000 }, () => random.next() ** 3 * 3 - 0.5);
    const begin = tailOf(excesses).excessAt(1);
    expect(excesses.filter((excess) => excess > begin).length / excesses.length).toBeCloseTo(0.1, 2);
  });

  it('grows with the excess, and finds nothing unusual below its beginning', () => {
    const tail = tailOf(exponential(5000, 0.3));
    let before = 0;
    for (let excess = -4; excess < 8; excess += 0.01) {
      const score = tail.score(excess);
      expect(score).toBeGreaterThanOrEqual(before);
      expect(score === 0 || score >= 1).toBe(true);
      before = score;
    }
    expect(tail.score(-0.5)).toBe(0);
  });

  it('knows the excess of each score from 1 on', () => {
    const tail = tailOf(exponential(5000, 0.3));
    for (const score of [1.0001, 1.5, 3, 6, 12]) expect(tail.score(tail.excessAt(score))).toBeCloseTo(score, 9);
  });

  it('is hardly moved by one wild day in a thousand, and by one in a hundred less than three and a half times', () => {
    const clean = exponential(20_000, 0.3);
    const thresholdWith = (wild: number) => tailOf([...clean, ...new Array<number>(wild).fill(6)]).excessAt(5);
    const threshold = thresholdWith(0);
    expect(thresholdWith(20) / threshold).toBeLessThan(1.1);
    expect(thresholdWith(20) / threshold).toBeGreaterThanOrEqual(1);
    expect(thresholdWith(200) / threshold).toBeLessThan(3.5);
  });

  it('is what was expected while too little was counted', () => {
    const tail = tailOf(new Array<number>(50).fill(5));
    expect(tail.excessAt(1)).toBeCloseTo(expectedScale / 2, 12);
    expect(tail.score(expectedScale / 2 + expectedScale * Math.LN10)).toBeCloseTo(2, 9);
  });

  it('is never steeper than it may be', () => {
    const tail = tailOf(new Array<number>(10_000).fill(0.001), 0.001);
    expect(tail.excessAt(3) - tail.excessAt(2)).toBeCloseTo(leastScale * Math.LN10, 12);
  });

  it('takes what lies beyond its histogram for its outermost step', () => {
    const tail = tailOf([-1e9, -5, 1e9, Infinity]);
    expect(tail.days).toBe(4);
    expect(tail.save()[0]).toBe(2);
    expect(tail.save().at(-1)).toBe(2);
  });

  it('is the same after it was saved and restored', () => {
    const tail = tailOf(exponential(3000, 0.2));
    const restored = new Tail();
    restored.restore(tail.save());
    restored.fit(expectedScale, leastScale);
    expect(restored.days).toBe(3000);
    for (let excess = -1; excess < 5; excess += 0.1) expect(restored.score(excess)).toBe(tail.score(excess));
    expect(restored.save()).toEqual(tail.save());
  });
});
