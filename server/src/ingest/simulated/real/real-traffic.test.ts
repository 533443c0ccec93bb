/** Normal traffic of the real world, measured from its records: rhythm, tails, mix, growth, and those who are rarely there. */
import { describe, expect, it } from 'vitest';
import { deviation, mean, quantile, realWorldOf } from '../world.fixture.ts';
import { realClasses } from './real-class.ts';
import { meanOf, measure, type MeasuredTraffic } from './real-traffic.fixture.ts';

const days = 21;
const slots = days * 144;
const world = realWorldOf({ subscribers: 1200 });
const { population } = world;
const traffic = measure(world, slots);

/** Those who were there nearly all the time. */
const members = (name: string): number[] =>
  [...population.classIndex.keys()].filter(
    (subscriber) =>
      world.classOf(subscriber) === name &&
      traffic.down[subscriber]!.reduce((count, bytes) => count + (Number.isNaN(bytes) ? 0 : 1), 0) > 0.95 * slots,
  );

/** Mean over subscribers of (traffic at the hour on the days) / (mean traffic). */
function useAt(name: string, hour: number, chosen: (day: number) => boolean): number {
  return mean(
    members(name).map((subscriber) => {
      const bytes = traffic.down[subscriber]!;
      const own = bytes.filter(
        (_, slot) => Math.floor((slot % 144) / 6) === hour && chosen(Math.floor(slot / 144) % 7),
      );
      return meanOf(own) / meanOf(bytes);
    }),
  );
}

const workday = (day: number): boolean => day < 5;
const weekend = (day: number): boolean => day >= 5;

describe('real traffic', () => {
  it.each([
    ['evening', 21, 4, 3],
    ['home-office', 10, 4, 3],
    ['night-owl', 0, 8, 3],
    ['office', 10, 3, 5],
    ['shop', 17, 3, 4],
  ])(
    'of class %s is busiest about %i and quietest about %i o’clock, at least %i times apart',
    (name, busy, quiet, ratio) => {
      expect(useAt(name, busy, workday) / useAt(name, quiet, workday)).toBeGreaterThan(ratio);
    },
  );

  it('has offices closed on weekends and homes busier by day', () => {
    expect(useAt('office', 10, workday)).toBeGreaterThan(4 * useAt('office', 10, weekend));
    expect(useAt('evening', 12, weekend)).toBeGreaterThan(1.4 * useAt('evening', 12, workday));
  });

  it('has the usual rate as its mean, each way', () => {
    const restless = realClasses
      .filter(({ activeHours }) => activeHours[0] === 24)
      .flatMap(({ name }) => members(name));
    const ratio = (of: readonly Float64Array[], usual: Float64Array): number =>
      mean(restless.map((subscriber) => meanOf(of[subscriber]!) / 600 / usual[subscriber]!));
    expect(Math.abs(ratio(traffic.down, population.usualDown) - 1.05)).toBeLessThan(0.1);
    expect(Math.abs(ratio(traffic.up, population.usualUp) - 1)).toBeLessThan(0.1);
  });

  it('spreads from 50 kbit/s to 20 Mbit/s over subscribers, with a heavy tail', () => {
    const large = realWorldOf({ subscribers: 20_000 }).population;
    const kilobits = Array.from(large.usualUp, (up, at) => (up + large.usualDown[at]!) / 125);
    expect(Math.min(...kilobits)).toBeGreaterThanOrEqual(49.9);
    expect(Math.max(...kilobits)).toBeLessThanOrEqual(20_001);
    expect(quantile(kilobits, 0.99) / quantile(kilobits, 0.5)).toBeGreaterThan(10);
  });

  it('uploads 3 to 20 % of it from homes and 20 to 45 % from companies', () => {
    for (const subscriber of population.classIndex.keys()) {
      const share =
        population.usualUp[subscriber]! / (population.usualUp[subscriber]! + population.usualDown[subscriber]!);
      const [low, high] = world.typeOf(subscriber) === 'J' ? [0.2, 0.45] : [0.03, 0.2];
      expect(share >= low - 1e-9 && share <= high + 1e-9).toBe(true);
    }
  });

  it('mixes directions anew in every slot, by 0.12 to 0.3 in the logarithm', () => {
    const deviations = members('evening').map((subscriber) => {
      const logs = Array.from(traffic.up[subscriber]!, (up, slot) => Math.log(up / traffic.down[subscriber]![slot]!));
      const finite = logs.filter(Number.isFinite).sort((a, b) => a - b);
      // Without the tails, which large transfers make.
      return (quantile(finite, 0.84) - quantile(finite, 0.16)) / 2;
    });
    expect(quantile(deviations, 0.1)).toBeGreaterThan(0.12);
    expect(quantile(deviations, 0.9)).toBeLessThan(0.32);
  });

  it('remembers: neighbouring slots are alike, those of another day less', () => {
    const correlation = (lag: number): number =>
      mean(
        members('even').map((subscriber) => {
          const logs = Array.from(traffic.down[subscriber]!, (bytes) => Math.log(bytes)).filter(Number.isFinite);
          const [centre, spread] = [mean(logs), deviation(logs)];
          return mean(logs.slice(lag).map((log, at) => ((log - centre) * (logs[at]! - centre)) / spread ** 2));
        }),
      );
    expect(correlation(1)).toBeGreaterThan(0.5);
    expect(correlation(1)).toBeGreaterThan(correlation(6) + 0.1);
    expect(correlation(1000)).toBeLessThan(0.2);
  });

  it('has now and then ten times the mean without anything wrong', () => {
    const above = (factor: number): number =>
      mean(
        members('evening').map((subscriber) => {
          const bytes = traffic.down[subscriber]!;
          const limit = factor * meanOf(bytes);
          return bytes.filter((value) => value > limit).length / slots;
        }),
      );
    expect(above(3)).toBeGreaterThan(0.005);
    expect(above(10)).toBeGreaterThan(0.0005);
    expect(above(10)).toBeLessThan(0.01);
  });

  it('is a trickle for sparse users and nothing at all for occasional ones, most of the time', () => {
    const below = (name: string, part: number): number =>
      mean(
        members(name).map((subscriber) => {
          const limit = part * population.usualDown[subscriber]! * 600;
          return traffic.down[subscriber]!.filter((bytes) => bytes <= limit).length / slots;
        }),
      );
    expect(below('sparse', 0.5)).toBeGreaterThan(0.7);
    expect(below('sparse', 0)).toBe(0);
    expect(below('occasional', 0)).toBeGreaterThan(0.7);
    expect(below('evening', 0)).toBe(0);
  });
});

describe('noise', () => {
  const size = { subscribers: 150 };
  const [none, usual, twice] = [0, 1, 2].map((noiseFactor) =>
    measure(realWorldOf({ ...size, noiseFactor }), 7 * 144),
  ) as [MeasuredTraffic, MeasuredTraffic, MeasuredTraffic];
  const restless = [...realWorldOf(size).population.classIndex.entries()].filter(
    ([at, index]) => realClasses[index]!.activeHours[0] === 24 && usual.down[at]!.some((bytes) => bytes > 0),
  );

  /** Half the range of the middle 68 % of the logarithm, without the tails that large transfers make. */
  function spreadOf(values: Float64Array): number {
    const logs = Array.from(values, (value) => Math.log(value)).filter(Number.isFinite);
    return (quantile(logs, 0.84) - quantile(logs, 0.16)) / 2;
  }
  /** Beside what the subscriber would do without noise. */
  const volumeSpread = (of: MeasuredTraffic, at: number): number =>
    spreadOf(of.down[at]!.map((bytes, slot) => bytes / none.down[at]![slot]!));

  it('of a slot is 0.2 to 0.45 in the logarithm for persons, 0.12 to 0.3 for companies', () => {
    const spreads = (type: 'P' | 'J'): number[] =>
      restless.filter(([, index]) => realClasses[index]!.type === type).map(([at]) => volumeSpread(usual, at));
    // A day's part of the noise is seen seven times only.
    expect(quantile(spreads('P'), 0.1)).toBeGreaterThan(0.15);
    expect(quantile(spreads('P'), 0.9)).toBeLessThan(0.47);
    expect(quantile(spreads('J'), 0.1)).toBeGreaterThan(0.1);
    expect(quantile(spreads('J'), 0.9)).toBeLessThan(0.32);
  });

  it('grows with its factor, in volume and mix alike', () => {
    const ratioSpread = ({ up, down }: MeasuredTraffic, at: number): number =>
      spreadOf(up[at]!.map((bytes, slot) => bytes / down[at]![slot]!));
    for (const spread of [volumeSpread, ratioSpread]) {
      const growth = restless.map(([at]) => spread(twice, at) / spread(usual, at));
      expect(quantile(growth, 0.1)).toBeGreaterThan(1.8);
      expect(quantile(growth, 0.9)).toBeLessThan(2.2);
    }
    expect(Math.max(...restless.map(([at]) => ratioSpread(none, at)))).toBeLessThan(0.01);
  });
});

describe('growth', () => {
  it('stays within 30 % a month', () => {
    const steepest = Array.from(
      population.driftSwing,
      (swing, at) => (swing * 2 * Math.PI * 30) / population.driftDays[at]!,
    );
    expect(Math.max(...steepest)).toBeLessThanOrEqual(Math.log(1.3) + 1e-6);
    expect(quantile(steepest, 0.5)).toBeGreaterThan(Math.log(1.1));
  });
});
