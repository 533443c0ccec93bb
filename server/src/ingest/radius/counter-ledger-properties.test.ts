import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../test/random.ts';
import type { RadiusCounters } from '../../history/radius-counters.ts';
import { CounterLedger, type CounterReading } from './counter-ledger.ts';

const begin = 1_704_067_200;
const newLedger = (): CounterLedger => new CounterLedger({ waitSeconds: 720, mostKept: 100 });

describe('whatever is lost, repeated, out of order or cut off by a crash', () => {
  it('the traffic adds up to what the newest reading counts, each second once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.boolean(), (seed, gigawords) => {
        const random = seededRandom(seed);
        const readings = sessionOf(random, gigawords);
        const kept = new Map<number, RadiusCounters>();
        let ledger = newLedger();
        ledger.advance(readings[0]!);
        let [told, coveredTo, newest] = [0, begin, 0];
        for (let n = 0; n < 60; n++) {
          for (const counters of ledger.changed()) kept.set(counters.session, counters);
          ledger.settle();
          // What is lost is less than it takes to go round twice.
          const place = random.below(Math.min(newest + 4, readings.length));
          const traffic = ledger.advance(readings[place]!)!.traffic;
          if (random.next() < 0.2) {
            // What it told now is lost with it, or taken back; what it told before is kept.
            if (random.next() < 0.5) ledger.takeBack();
            else {
              ledger = newLedger();
              for (const counters of kept.values()) ledger.restore(counters);
            }
            continue;
          }
          newest = Math.max(newest, place);
          if (traffic === null) continue;
          expect(traffic.from).toBe(coveredTo);
          coveredTo = traffic.to;
          told += traffic.upBytes;
        }
        expect(coveredTo).toBe(readings[newest]!.at);
        expect(told).toBe(newest * upBytesEach);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

/** So much that a counter of 32 bits goes round every fourth time. */
const upBytesEach = 1_100_000_123;

/** Ten minutes and some more between readings, which start at zero. */
function sessionOf(random: { below(end: number): number }, gigawords: boolean): CounterReading[] {
  let seconds = 0;
  return Array.from({ length: 8 }, (_, n) => {
    const counted = n * upBytesEach;
    const counters = { upBytes: gigawords ? counted : counted % 2 ** 32, downBytes: 0 };
    const type = n === 0 ? 'start' : 'interim';
    const moment = { at: begin + seconds, sessionSeconds: seconds };
    const reading = { type, nas: 1, session: 2, ...moment, counters, gigawords } as const;
    seconds += 600 + random.below(300);
    return reading;
  });
}
