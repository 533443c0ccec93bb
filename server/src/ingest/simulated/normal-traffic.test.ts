/** Normal subscribers against the figures measured on telecom10k, by brute force over their records. */
import { describe, expect, it } from 'vitest';
import { deviation, groupBy, mean, quantile, rateOfRow, rowsOfSlots, worldOf } from './world.fixture.ts';
import type { RecordRow } from './world.fixture.ts';
import { businessRhythm, residentialRhythm } from './rhythm.ts';
import { subscriberClasses } from './subscriber-class.ts';

const world = worldOf({ subscribers: 600 });
const { classIndex, rhythmShiftSeconds, usualRate } = world.population;
const rows = rowsOfSlots(world, 0, 8 * 144).filter((row) => row.ageSeconds >= 10);

/** The table again, written out by hand from the measurement. */
const measured = [
  { name: 'company', share: 0.12, kbit: [2332, 4870, 6800, 8861, 11149], session: 0.13, row: 0.07, up: [0.25, 0.35] },
  { name: 'steady', share: 0.29, kbit: [110, 283, 470, 759, 1003], session: 0.33, row: 0.16, up: [0.4, 0.5] },
  { name: 'cyclic', share: 0.45, kbit: [103, 289, 473, 785, 1187], session: 0.6, row: 0.17, up: [0.4, 0.5] },
  { name: 'noisy', share: 0.14, kbit: [31, 92, 127, 166, 219], session: 0.14, row: 0.61, up: [0.4, 0.5] },
] as const;

/** Rate with the rhythm of the day and week taken out. */
function levelOf(row: RecordRow): number {
  const shift = rhythmShiftSeconds[row.subscriber]!;
  const rhythm = classIndex[row.subscriber] === 0 ? businessRhythm : residentialRhythm;
  const end = row.startedAt + row.ageSeconds + shift;
  return Math.log(rateOfRow(row) / rhythm.meanBetween(row.startedAt + shift, end));
}

describe.each(measured.map((figures, index) => ({ ...figures, index })))('$name subscribers', (figures) => {
  const own = rows.filter((row) => classIndex[row.subscriber] === figures.index);
  const bySession = [...groupBy(own, (row) => `${row.subscriber} ${row.startedAt}`).values()].filter(
    (session) => session.length >= 12,
  );

  it('have their share of all subscribers', () => {
    const large = worldOf({ subscribers: 50_000 }).population;
    const count = large.classIndex.filter((index) => index === figures.index).length;
    expect(Math.abs(count / 50_000 - figures.share)).toBeLessThan(0.006);
    expect(subscriberClasses[figures.index]!.name).toBe(figures.name);
  });

  it('have the measured rates at the 5th to 95th percentile', () => {
    const large = worldOf({ subscribers: 50_000 }).population;
    const rates = Array.from(large.usualRate.filter((_, at) => large.classIndex[at] === figures.index));
    [0.05, 0.25, 0.5, 0.75, 0.95].forEach((probability, at) => {
      const kilobits = (quantile(rates, probability) * 8) / 1000;
      expect(Math.abs(kilobits / figures.kbit[at]! - 1)).toBeLessThan(0.04);
    });
  });

  it('have that rate in their records', () => {
    const errors = [...groupBy(own, (row) => row.subscriber)].map(
      ([subscriber, records]) => mean(records.map(levelOf)) - Math.log(usualRate[subscriber]!),
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
    const withinSubscriber = [...groupBy(bySession, (session) => session[0]!.subscriber).values()].flatMap(
      (sessions) => {
        const levels = sessions.map((session) => mean(session.map(levelOf)));
        const centre = mean(levels);
        const correction = Math.sqrt(levels.length / Math.max(1, levels.length - 1));
        return levels.length < 4 ? [] : levels.map((level) => (level - centre) * correction);
      },
    );
    const rowsOfASession = 12;
    const allowed = 0.06 + figures.row / Math.sqrt(rowsOfASession) / 4;
    expect(Math.abs(deviation(withinSubscriber) - figures.session)).toBeLessThan(allowed);
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

describe('cyclic subscribers', () => {
  it('swing with a period of 2.4 hours', () => {
    // Young sessions, where the counter's mean covers a part of the cycle; the strongest period of the population wins.
    const young = rows.filter((row) => classIndex[row.subscriber] === 2 && row.ageSeconds < 2400);
    const byPhase = (period: number): number => {
      let strength = 0;
      for (const own of groupBy(young, (row) => row.subscriber).values()) {
        const levels = own.map(levelOf);
        const centre = mean(levels);
        const angle = own.map((row) => (2 * Math.PI * (row.startedAt + row.ageSeconds / 2)) / period);
        const real = mean(levels.map((level, at) => (level - centre) * Math.cos(angle[at]!)));
        const imaginary = mean(levels.map((level, at) => (level - centre) * Math.sin(angle[at]!)));
        strength += real ** 2 + imaginary ** 2;
      }
      return strength;
    };
    const periods = [5000, 6500, 7500, 8640, 10_000, 12_000, 14_400];
    const strengths = periods.map(byPhase);
    expect(periods[strengths.indexOf(Math.max(...strengths))]).toBe(8640);
  });
});
