import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { bytesPerSecond } from './traffic.ts';
import { besideUsual, usualLookBackSeconds, type TotalRates } from './usual-totals.ts';

const day = 86_400;
const hour = 3600;
const monday = 1_704_067_200;
const random = seededRandom(5);
const noise = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** `days` of hours from a Monday on. */
function hours(days: number, upAt: (start: number) => number, downAt = (start: number) => 3 * upAt(start)) {
  return Array.from({ length: days * 24 }, (_, n): TotalRates => {
    const start = monday + n * hour;
    return { start, upBytesPerSecond: bytesPerSecond(upAt(start)), downBytesPerSecond: bytesPerSecond(downAt(start)) };
  });
}
const isWeekend = (start: number): boolean => Math.floor((start - monday) / day) % 7 > 4;
const onDay = (n: number) => monday + n * day;

describe('what is usual for totals', () => {
  it('is the definition, written out: medians of the same hours, and how far each was from the median of the others', () => {
    const rates = hours(66, () => 10_000 * Math.exp(0.3 * noise())).filter(() => random.next() > 0.15);
    const median = (values: number[]): number => {
      const sorted = values.toSorted((a, b) => a - b);
      return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
    };
    const past = (at: number): number[] => {
      const every = (step: number, times: number) =>
        rates.filter(({ start }) => start < at && (at - start) % step === 0 && at - start <= times * step);
      const weeks = every(7 * day, 8);
      const chosen = weeks.length >= 4 ? weeks : every(day, 14);
      return chosen.length >= 4 ? chosen.map(({ upBytesPerSecond }) => Math.log(1 + upBytesPerSecond)) : [];
    };
    for (const point of besideUsual(rates, onDay(0), hour)) {
      const values = past(point.start);
      expect(point.expected === null).toBe(values.length === 0);
      if (point.expected === null) continue;
      const around = [-3, -2, -1, 0, 1, 2, 3].flatMap((distance) => {
        const there = past(point.start + distance * hour);
        return there.map((value, index) => Math.abs(value - median(there.filter((_, other) => other !== index))));
      });
      const deviation = 1.4826 * median(around);
      expect(point.expected.usualUp).toBeCloseTo(Math.exp(median(values)) - 1, 6);
      expect(point.expected.highUp).toBeCloseTo(Math.exp(median(values) + 3 * deviation) - 1, 6);
      expect(point.expected.lowUp).toBeCloseTo(Math.exp(median(values) - 3 * deviation) - 1, 6);
      expect(point.zUp).toBeCloseTo((Math.log(1 + point.upBytesPerSecond) - median(values)) / deviation, 6);
    }
  });

  it('is not known before the same hour was seen on four days', () => {
    const points = besideUsual(
      hours(6, () => 1000),
      onDay(0),
      hour,
    );
    expect(points.map(({ expected }) => expected !== null)).toEqual(points.map(({ start }) => start >= onDay(4)));
    expect(points.every(({ expected, zUp, zDown }) => (expected === null) === (zUp === null && zDown === null))).toBe(
      true,
    );
  });

  it('compares a weekend with weekends once there are four of them, and with all days before', () => {
    const points = besideUsual(
      hours(42, (start) => (isWeekend(start) ? 2000 : 1000)),
      onDay(0),
      hour,
    );
    const usualOn = (n: number) => points.find(({ start }) => start === onDay(n))!.expected!.usualUp;
    expect(usualOn(19)).toBeCloseTo(1000, 6);
    expect(usualOn(33)).toBeCloseTo(2000, 6);
    expect(usualOn(35)).toBeCloseTo(1000, 6);
  });

  it('is not moved by an outage or a flood of one day, and shows where they were', () => {
    const odd = (start: number) => (start >= onDay(9) && start < onDay(9) + 6 * hour ? 40 : 1);
    const points = besideUsual(
      hours(14, (start) => 1000 * odd(start) * (1 + 0.02 * noise())),
      onDay(7),
      hour,
    );
    const [flooded, others] = [
      points.filter(({ start }) => odd(start) > 1),
      points.filter(({ start }) => odd(start) === 1),
    ];
    expect(Math.min(...flooded.map(({ zUp }) => zUp!))).toBeGreaterThan(20);
    for (const { expected } of others) expect(Math.abs(expected!.usualUp / 1000 - 1)).toBeLessThan(0.05);
  });

  it('knows nothing of what comes later', () => {
    const rates = hours(20, () => 1000 + 500 * random.next());
    const cut = onDay(15);
    const known = besideUsual(
      rates.filter(({ start }) => start <= cut),
      cut,
      hour,
    );
    expect(known).toEqual(besideUsual(rates, cut, hour).slice(0, 1));
  });

  it('needs no more of the past than it says', () => {
    const rates = hours(80, () => 1000 + 500 * random.next());
    const from = onDay(79);
    const near = rates.filter(({ start }) => start >= from - usualLookBackSeconds);
    expect(near.length).toBeLessThan(rates.length);
    expect(besideUsual(near, from, hour)).toEqual(besideUsual(rates, from, hour));
  });

  it.each([
    ['four days', 5],
    ['a fortnight', 15],
    ['eight weeks', 63],
  ])('leaves few of a thousand ordinary values outside after %s', (_, days) => {
    let [outside, judged] = [0, 0];
    for (let network = 0; network < 60; network++) {
      const points = besideUsual(
        hours(days, () => 50_000 * Math.exp(0.1 * noise())),
        onDay(days - 1),
        hour,
      );
      judged += 2 * points.length;
      outside += points.flatMap(({ zUp, zDown }) => [zUp!, zDown!]).filter((z) => Math.abs(z) > 3).length;
    }
    expect((1000 * outside) / judged).toBeLessThan(15);
    expect(outside).toBeGreaterThan(0);
  });

  it('has a band of its least width where nothing ever changed, and one above zero where nothing ever flowed', () => {
    const [still] = besideUsual(
      hours(
        6,
        () => 1000,
        () => 0,
      ),
      onDay(5),
      hour,
    );
    expect(still!.expected!.highUp).toBeCloseTo(1001 * Math.exp(0.06) - 1, 6);
    expect(still).toMatchObject({ zUp: 0, zDown: 0, expected: { lowDown: 0, usualDown: 0 } });
  });
});
