/** Normal subscribers against the figures measured on telecom10k, by brute force over their records. */
import { describe, expect, it } from 'vitest';
import { deviation, groupBy, mean, quantile, rateOfRow, rowsOfSlots, flatWorldOf } from '../world.fixture.ts';
import type { RecordRow } from '../world.fixture.ts';
import { subscriberClasses } from './subscriber-class.ts';

const world = flatWorldOf({ subscribers: 600 });
const { classIndex, usualRate } = world.population;
const rows = rowsOfSlots(world, 0, 8 * 144).filter((row) => row.ageSeconds >= 10);

/** The table again, written out by hand from the measurement. */
const measured = [
  { name: 'company', share: 0.12, kbit: [2332, 4870, 6800, 8861, 11149], session: 0.13, row: 0.07, up: [0.25, 0.35] },
  { name: 'steady', share: 0.29, kbit: [110, 283, 470, 759, 1003], session: 0.33, row: 0.16, up: [0.4, 0.5] },
  { name: 'cyclic', share: 0.45, kbit: [103, 289, 473, 785, 1187], session: 0.6, row: 0.17, up: [0.4, 0.5] },
  { name: 'noisy', share: 0.14, kbit: [31, 92, 127, 166, 219], session: 0.14, row: 0.61, up: [0.4, 0.5] },
] as const;

function levelOf(row: RecordRow): number {
  return Math.log(rateOfRow(row));
}

describe.each(measured.map((figures, index) => ({ ...figures, index })))('$name subscribers', (figures) => {
  const own = rows.filter((row) => classIndex[row.subscriber] === figures.index);
  const bySession = [...groupBy(own, (row) => `${row.subscriber} ${row.startedAt}`).values()].filter(
    (session) => session.length >= 12,
  );

  it('have their share of all subscribers', () => {
    const large = flatWorldOf({ subscribers: 50_000 }).population;
    const count = large.classIndex.filter((index) => index === figures.index).length;
    expect(Math.abs(count / 50_000 - figures.share)).toBeLessThan(0.006);
    expect(subscriberClasses[figures.index]!.name).toBe(figures.name);
  });

  it('have the measured rates at the 5th to 95th percentile', () => {
    const large = flatWorldOf({ subscribers: 50_000 }).population;
    const rates = Array.from(large.usualRate.filter((_, at) => large.classIndex[at] === figures.index));
    [0.05, 0.25, 0.5, 0.75, 0.95].forEach((probability, at) => {
      const kilobits = (quantile(rates, probability) * 8) / 1000;
      expect(Math.abs(kilobits / figures.kbit[at]! - 1)).toBeLessThan(0.04);
    });
  });

  it('have that rate in their records', () => {
    const errors = [...groupBy(own, (row) => row.subscriber)].map(
      ([subscriber, records]) => mean(records.map((row) => Math.exp(levelOf(row)))) / usualRate[subscriber]! - 1,
    );
    expect(Math.abs(mean(errors))).toBeLessThan(0.08);
  });

  it('upload a part drawn evenly for every row', () => {
    const shares = own
      .filter((row) => row.upCounter > 10_000)
      .map((row) => row.upCounter / (row.upCounter + row.downCounter));
    const [low, high] = figures.up;
    expect(Math.min(...shares.slice(0, 50_000))).toBeGreaterThan(low - 0.001);
    expect(Math.max(...shares.slice(0, 50_000))).toBeLessThan(high + 0.001);
    expect(Math.abs(mean(shares) - (low + high) / 2)).toBeLessThan(0.002);
    expect(Math.abs(deviation(shares) - (high - low) / Math.sqrt(12))).toBeLessThan(0.002);
  });

  it('differ from session to session as measured', () => {
    const levels = bySession.map((session) => ({
      subscriber: session[0]!.subscriber,
      level: quantile(session.filter((row) => row.ageSeconds > 3600).map(levelOf), 0.5),
    }));
    const deviations = [...groupBy(levels, ({ subscriber }) => subscriber).values()]
      .filter((sessions) => sessions.length >= 6)
      .map((sessions) => deviation(sessions.map(({ level }) => level)));
    expect(Math.abs(quantile(deviations, 0.5) - figures.session)).toBeLessThan(0.25 * figures.session);
  });

  it('differ from row to row as measured', () => {
    // Neighbouring rows late in a session: the mean since its start has stopped moving, the noise is left.
    const steps = bySession.flatMap((session) =>
      session.slice(48).map((row, index) => levelOf(row) - levelOf(session[index + 47]!)),
    );
    expect(steps.length).toBeGreaterThan(1000);
    expect(Math.abs(deviation(steps) / Math.SQRT2 / figures.row - 1)).toBeLessThan(0.08);
  });
});

describe('normal subscribers', () => {
  it('rise by more than x3 in 5 % and more than x6.6 in 1 % of the changes of session', () => {
    const levels = [...groupBy(rows, (row) => `${row.subscriber} ${row.startedAt}`).values()].map((session) => ({
      subscriber: session[0]!.subscriber,
      level: quantile(session.map(levelOf), 0.5),
    }));
    const changes = [...groupBy(levels, ({ subscriber }) => subscriber).values()].flatMap((own) =>
      own.slice(1).map(({ level }, index) => level - own[index]!.level),
    );
    const share = (factor: number): number =>
      changes.filter((change) => change > Math.log(factor)).length / changes.length;
    expect(Math.abs(share(3) - 0.05)).toBeLessThan(0.01);
    expect(Math.abs(share(6.6) - 0.01)).toBeLessThan(0.005);
  });

  it('swing over 24 hours, every session at a phase of its own', () => {
    const cyclic = [...groupBy(rows, (row) => `${row.subscriber} ${row.startedAt}`).values()].filter(
      (session) => classIndex[session[0]!.subscriber] === 2 && session.length > 100,
    );
    const unexplained = (hours: number): number => mean(cyclic.map((session) => restOfSine(session, hours * 3600)));
    expect(unexplained(24)).toBeLessThan(0.35);
    expect(unexplained(24)).toBeLessThan(unexplained(12));
    expect(unexplained(24)).toBeLessThan(unexplained(6));
  });
});

/** Part of a session's variance around the usual rate that a sine of the period, integrated since its start, leaves. */
function restOfSine(session: readonly RecordRow[], period: number): number {
  const usual = usualRate[session[0]!.subscriber]!;
  const points = session.map((row) => {
    const turn = (2 * Math.PI * row.ageSeconds) / period;
    return {
      sine: (1 - Math.cos(turn)) / turn,
      cosine: Math.sin(turn) / turn,
      level: Math.exp(levelOf(row)) / usual - 1,
    };
  });
  const sum = (of: (point: (typeof points)[number]) => number): number => points.reduce((total, p) => total + of(p), 0);
  const ss = sum((p) => p.sine ** 2);
  const cc = sum((p) => p.cosine ** 2);
  const sc = sum((p) => p.sine * p.cosine);
  const sy = sum((p) => p.sine * p.level);
  const cy = sum((p) => p.cosine * p.level);
  const sine = (sy * cc - cy * sc) / (ss * cc - sc * sc);
  const cosine = (cy * ss - sy * sc) / (ss * cc - sc * sc);
  return sum((p) => (p.level - sine * p.sine - cosine * p.cosine) ** 2) / sum((p) => p.level ** 2);
}
