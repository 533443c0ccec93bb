import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodesAtEqualFalseAlarms } from './equal-false-alarms.ts';
import { FlagLog } from './flag-log.ts';

const time = { from: 0, days: 1 };
const attack = {
  subscriber: 0,
  kind: 'takeover',
  nominal: 'x3',
  factor: 3,
  benign: false,
  onset: 0,
  end: 80_000,
};

/** One flag a subscriber; the first is attacked. */
function logOf(scores: readonly number[]): FlagLog {
  const flags = new FlagLog();
  scores.forEach((score, subscriber) => flags.add(subscriber, 6000, score, true));
  return flags;
}

function subscribersAt(scores: readonly number[], falseEpisodes: number): number[] {
  const ground = { subscribers: scores.length, time, incidents: [attack] };
  const calibration = { ...ground, falseEpisodes, lowest: 2, highest: 100 };
  return episodesAtEqualFalseAlarms(logOf(scores), calibration).map(({ subscriber }) => subscriber);
}

describe('the episodes at equal false alarms', () => {
  it('are those of the highest scores, with as many false ones and the true ones among them', () => {
    expect(subscribersAt([3.5, 9, 8, 7, 4, 3], 3)).toEqual([1, 2, 3]);
    expect(subscribersAt([4.5, 9, 8, 7, 4, 3], 3)).toEqual([0, 1, 2, 3]);
  });

  it('are all there are when even those are fewer', () => {
    expect(subscribersAt([5, 9, 8], 7)).toEqual([0, 1, 2]);
  });

  it('are never more false ones than allowed, and as many when scores are apart', () => {
    const scores = fc.uniqueArray(fc.integer({ min: 3, max: 90 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(scores, fc.nat(20), (some, allowed) => {
        const found = subscribersAt(some, allowed).filter((subscriber) => subscriber !== 0);
        expect(found).toHaveLength(Math.min(allowed, some.length - 1));
      }),
    );
  });
});
