import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import type { SampleBlock } from '../domain/sample.ts';
import { OpenHours, type ClosedHours } from './open-hours.ts';

const hour = 3600;
const first = 1_704_067_200;
const slotSeconds = 600;

function blockOf(
  slotStart: number,
  device: string,
  rows: readonly (readonly [subscriber: number, up: number])[],
  more = {},
) {
  const block: SampleBlock = {
    device,
    slotStart,
    reportedAt: slotStart + slotSeconds,
    late: false,
    count: rows.length,
    subscriber: Uint32Array.from(rows, ([subscriber]) => subscriber),
    seconds: Uint16Array.from(rows, () => slotSeconds),
    upBytes: Float64Array.from(rows, ([, up]) => up),
    downBytes: Float64Array.from(rows, ([, up]) => 2 * up),
    ...more,
  };
  return block;
}

/** Each row as text, in order. */
function rowsOf({ hours }: Pick<ClosedHours, 'hours'>): string[] {
  return hours
    .flatMap(([start, sums]) => {
      const { subscriber, device, seconds, upBytes, downBytes } = sums.columns;
      return Array.from({ length: sums.count }, (_, row) =>
        [start, subscriber[row], sums.devices[device[row]!], seconds[row], upBytes[row], downBytes[row]].join(' '),
      );
    })
    .sort();
}

describe('the hours that are open', () => {
  it('have in the end what their samples add up to, by subscriber and device, however subscribers roam', () => {
    const random = seededRandom(11);
    const open = new OpenHours(first);
    const sums = new Map<string, { seconds: number; up: number }>();
    for (let slot = 0; slot < 18; slot++) {
      const slotStart = first + slot * slotSeconds;
      const blocks = ['a', 'b', 'c'].map((device) => {
        const rows = Array.from({ length: 3000 }, (_, n) => [n, random.below(1e6)] as const).filter(
          () => random.below(3) > 0,
        );
        return blockOf(slotStart, device, rows);
      });
      for (const { device, subscriber, upBytes, count } of blocks) {
        for (let row = 0; row < count; row++) {
          const key = `${slotStart - (slotStart % hour)} ${subscriber[row]} ${device}`;
          const { seconds, up } = sums.get(key) ?? { seconds: 0, up: 0 };
          sums.set(key, { seconds: seconds + slotSeconds, up: up + upBytes[row]! });
        }
      }
      open.add(blocks, first);
    }
    const expected = [...sums].map(([key, { seconds, up }]) => `${key} ${seconds} ${up} ${2 * up}`).sort();
    const half = open.close(first, first + hour);
    expect(half.knownFrom).toBe(first);
    expect([...rowsOf(half), ...rowsOf(open.close(first + hour, first + 3 * hour))].sort()).toEqual(expected);
  });

  it('have nothing of the hours before them, whose room they take', () => {
    const open = new OpenHours(first);
    const told = [0, 1, 2, 3].map((n) => {
      const from = first + n * hour;
      open.add([blockOf(from, n % 2 === 0 ? 'a' : 'b', [[n, 5]]), blockOf(from, 'c', [[n, 1]])], from);
      return rowsOf(open.close(from, from + hour));
    });
    expect(told).toEqual(
      [0, 1, 2, 3].map((n) => [
        `${first + n * hour} ${n} ${n % 2 === 0 ? 'a' : 'b'} 600 5 10`,
        `${first + n * hour} ${n} c 600 1 2`,
      ]),
    );
  });

  it('are to be read when they began before, and known from the next on', () => {
    const open = new OpenHours(first + slotSeconds);
    open.add([blockOf(first + slotSeconds, 'a', [[1, 5]]), blockOf(first + hour, 'a', [[1, 7]])], first);
    const closed = open.close(first, first + 2 * hour);
    expect(closed.knownFrom).toBe(first + hour);
    expect(rowsOf(closed)).toEqual([`${first + hour} 1 a 600 7 14`]);
  });

  it('are to be read as far as anything came for them, once that is in doubt', () => {
    const open = new OpenHours(first);
    open.add([blockOf(first, 'a', [[1, 5]]), blockOf(first + hour, 'a', [[1, 7]])], first);
    open.forget();
    open.add([blockOf(first + hour + slotSeconds, 'a', [[1, 1]]), blockOf(first + 2 * hour, 'a', [[2, 3]])], first);
    const closed = open.close(first, first + 3 * hour);
    expect(closed.knownFrom).toBe(first + 2 * hour);
    expect(rowsOf(closed)).toEqual([`${first + 2 * hour} 2 a 600 3 6`]);
  });

  it('are to be read when a block comes twice', () => {
    const open = new OpenHours(first);
    const block = blockOf(first, 'a', [[1, 5]]);
    open.add([block], first);
    open.add([block], first);
    expect(open.close(first, first + hour)).toEqual({ knownFrom: first + hour, hours: [] });
  });

  it('take what came late, and leave out what is of hours that are over', () => {
    const open = new OpenHours(first);
    const late = blockOf(first + hour, 'a', [[1, 1]], { reportedAt: first + 2 * hour, late: true });
    open.add([blockOf(first, 'a', [[1, 5]]), blockOf(first + hour, 'a', [[1, 7]]), late], first + hour);
    expect(rowsOf(open.close(first + hour, first + 2 * hour))).toEqual([`${first + hour} 1 a 1200 8 16`]);
  });
});
