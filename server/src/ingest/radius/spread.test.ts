import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from './spread.ts';

const slotSeconds = 600;
const first = 1_704_067_200;
const owner = { device: '62.0', subscriber: 'alice', session: 7 };

describe('the traffic between two readings', () => {
  it('is shared out by time, each share beginning where it lies in its slot', () => {
    const traffic = { from: first + 450, to: first + 1350, upBytes: 900, downBytes: 9001 };
    const share = (startedAt: number, endedAt: number, ageSeconds: number, up: number, down: number) => ({
      form: 'accounting',
      ...owner,
      snapshotAt: endedAt,
      startedAt,
      endedAt,
      ageSeconds,
      up,
      down,
    });
    const shares = [
      share(first + 450, first + 600, 150, 150, 1500),
      share(first + 600, first + 1200, 600, 600, 6001),
      share(first + 1200, first + 1800, 150, 150, 1500),
    ];
    expect(spread(traffic, owner, slotSeconds, false)).toEqual(shares);
    expect(spread(traffic, owner, slotSeconds, true)).toEqual(shares.map((one) => ({ ...one, estimated: true })));
  });

  it('is no estimate where all of a gap lies in one slot', () => {
    const traffic = { from: first, to: first + 3600, upBytes: 9, downBytes: 9 };
    expect(spread(traffic, owner, 3600, true)).toEqual(spread(traffic, owner, 3600, false));
  });

  it('adds up to the byte, covers each second once, and no slot has more than its time', () => {
    const bytes = fc.nat(2 ** 31).map((n) => n * 1000);
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 86_400 }), bytes, bytes, (after, seconds, up, down) => {
        const from = first + after;
        const records = spread({ from, to: from + seconds, upBytes: up, downBytes: down }, owner, slotSeconds, false);
        let at = from;
        const isFair = records.every((record) => {
          const { startedAt, endedAt, ageSeconds } = record;
          const followsOn = startedAt === at;
          at += ageSeconds;
          const isInSlot = endedAt % slotSeconds === 0 && endedAt - slotSeconds <= startedAt && at <= endedAt;
          const isWhole = Number.isInteger(record.up) && Number.isInteger(record.down);
          return followsOn && isInSlot && isWhole && Math.abs(record.up - (up * ageSeconds) / seconds) <= 1;
        });
        expect(isFair).toBe(true);
        expect(at).toBe(from + seconds);
        expect(records.reduce((sum, record) => sum + record.up, 0)).toBe(up);
        expect(records.reduce((sum, record) => sum + record.down, 0)).toBe(down);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
