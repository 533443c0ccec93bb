import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { unseen } from './fixed-point.ts';
import { RecordHighs } from './record-highs.ts';
import { statistics, volumeHour, volumeLeast } from './statistics.ts';

const step = 1 / 4096;

/** By volume class 0 and share class 1: so much more than his own high is notable in each. */
const slack = new Int32Array(2 * statistics);

function noteAll(highs: RecordHighs, value: number, who = 0): number {
  return highs.note(who, new Float64Array(statistics).fill(value), slack, 0, 1);
}

describe('RecordHighs', () => {
  it.each([2, 10, 13])(
    'holds the highest of the last %i to twice as many days, as looking through them does',
    (remembered) => {
      const random = seededRandom(remembered);
      const highs = new RecordHighs(remembered);
      const days: number[] = [];
      for (let day = 0; day < 600; day++) {
        const sinceRoll = day % remembered;
        const held = days.slice(-sinceRoll - remembered);
        const highest = day === 0 ? unseen : Math.max(...(day < remembered ? days : held));
        expect(Math.abs(highs.highOf(0, volumeHour) - highest)).toBeLessThanOrEqual(step);
        const values = Array.from({ length: 5 }, () => random.next() * 4 - 1);
        for (const value of values) noteAll(highs, value);
        days.push(Math.max(...values));
        highs.endDay(0, 1);
      }
    },
  );

  it('does not measure a day by itself', () => {
    const highs = new RecordHighs(10);
    noteAll(highs, 1);
    highs.endDay(0, 1);
    noteAll(highs, 3);
    expect(highs.highOf(0, volumeLeast)).toBe(1);
    expect(highs.todayOf(0, volumeLeast)).toBe(3);
  });

  it('takes only a part of what a suspicious day exceeds it by', () => {
    const highs = new RecordHighs(10);
    noteAll(highs, 1);
    highs.endDay(0, 1);
    noteAll(highs, 3);
    highs.endDay(0, 0.5);
    expect(highs.highOf(0, volumeLeast)).toBe(2);
    noteAll(highs, 0.5);
    highs.endDay(0, 0.5);
    expect(highs.highOf(0, volumeLeast)).toBe(2);
  });

  it('throws away a day that does not count', () => {
    const highs = new RecordHighs(10);
    noteAll(highs, 3);
    highs.forgetToday(0);
    expect(highs.daysOf(0)).toBe(0);
    expect(highs.todayOf(0, 0)).toBe(unseen);
  });

  it('keeps statistics and subscribers apart', () => {
    const highs = new RecordHighs(10);
    const values = Float64Array.from({ length: statistics }, (_, statistic) => statistic / 2);
    highs.note(1, values, slack, 0, 1);
    highs.endDay(1, 1);
    for (let statistic = 0; statistic < statistics; statistic++) {
      expect(highs.highOf(1, statistic)).toBe(statistic / 2);
      expect(highs.highOf(0, statistic)).toBe(unseen);
      expect(highs.highOf(2, statistic)).toBe(unseen);
    }
  });

  it('points out the statistics that reach the own high and the slack of their class', () => {
    const highs = new RecordHighs(10);
    const slackOfClasses = new Int32Array(2 * statistics).fill(4096, statistics);
    const noted = (value: number) =>
      highs
        .note(0, new Float64Array(statistics).fill(value), slackOfClasses, 0, 1)
        .toString(2)
        .padStart(statistics, '0');
    noted(1);
    highs.endDay(0, 1);
    expect(noted(0.99)).toBe('0000000000');
    expect(noted(1)).toBe('1000011111');
    expect(noted(1.99)).toBe('1000011111');
    expect(noted(2)).toBe('1111111111');
  });

  it('is not touched by a value that is no number', () => {
    const highs = new RecordHighs(10);
    noteAll(highs, NaN);
    noteAll(highs, 1);
    highs.endDay(0, 1);
    expect(highs.highOf(0, volumeLeast)).toBe(1);
  });
});
