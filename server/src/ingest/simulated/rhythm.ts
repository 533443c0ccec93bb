/**
 * The rhythm of the day and the week: how much of his mean rate a subscriber uses at a time, and its mean over any
 * interval in constant time (a running integral of one week), since counters report means since the session's start.
 */
import type { EpochSeconds } from '../../domain/traffic.ts';

const stepSeconds = 600;
const weekSeconds = 7 * 86_400;
const weekSteps = weekSeconds / stepSeconds;
/** 1970-01-01 was a Thursday; our week begins on Monday. */
const mondayShiftSeconds = 3 * 86_400;

/** Weights at 0, 1, … 23 o'clock, linear between them; only their proportions matter. */
type DayShape = readonly number[];

const eveningAtHome: DayShape = [
  0.8, 0.7, 0.62, 0.6, 0.6, 0.62, 0.7, 0.82, 0.9, 0.92, 0.92, 0.95, 1, 1, 0.98, 1, 1.05, 1.12, 1.22, 1.35, 1.45, 1.48,
  1.35, 1.05,
];
const weekendAtHome: DayShape = [
  0.95, 0.85, 0.72, 0.65, 0.62, 0.62, 0.65, 0.72, 0.85, 1, 1.12, 1.18, 1.2, 1.2, 1.2, 1.2, 1.22, 1.25, 1.32, 1.42, 1.5,
  1.52, 1.42, 1.2,
];
const officeHours: DayShape = [
  0.62, 0.6, 0.6, 0.6, 0.6, 0.62, 0.7, 0.9, 1.2, 1.45, 1.5, 1.5, 1.4, 1.4, 1.5, 1.5, 1.45, 1.3, 1.05, 0.85, 0.75, 0.7,
  0.66, 0.64,
];
const closedOffice: DayShape = [
  0.6, 0.58, 0.58, 0.58, 0.58, 0.58, 0.6, 0.62, 0.66, 0.7, 0.72, 0.72, 0.7, 0.7, 0.7, 0.7, 0.68, 0.66, 0.64, 0.62, 0.62,
  0.6, 0.6, 0.6,
];

export interface Rhythm {
  /** Multiplier of the mean rate at a moment; 1 on average over a week. */
  at(moment: EpochSeconds): number;
  /** Mean multiplier from one moment to a later one. */
  meanBetween(from: EpochSeconds, to: EpochSeconds): number;
}

function createRhythm(workday: DayShape, weekend: DayShape): Rhythm {
  const hourly = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) => (weekday < 5 ? workday : weekend));
  const weights = Float64Array.from({ length: weekSteps }, (_, step) => {
    const hour = Math.floor(step / 6);
    const part = (step % 6) / 6;
    return hourly[hour]! * (1 - part) + hourly[(hour + 1) % hourly.length]! * part;
  });
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weekSteps;
  const multiplier = weights.map((weight) => weight / mean);
  const integral = new Float64Array(weekSteps + 1);
  multiplier.forEach((value, step) => (integral[step + 1] = integral[step]! + value * stepSeconds));

  /** Seconds of mean use since the Monday before 1970: each step of the week holds one multiplier. */
  function useUntil(moment: number): number {
    const shifted = moment + mondayShiftSeconds;
    const week = Math.floor(shifted / weekSeconds);
    const inWeek = shifted - week * weekSeconds;
    const step = Math.floor(inWeek / stepSeconds);
    return week * weekSeconds + integral[step]! + (inWeek - step * stepSeconds) * multiplier[step]!;
  }

  return {
    at: (moment) => multiplier[Math.floor(((moment + mondayShiftSeconds) % weekSeconds) / stepSeconds)]!,
    meanBetween: (from, to) => (useUntil(to) - useUntil(from)) / (to - from),
  };
}

export const residentialRhythm: Rhythm = createRhythm(eveningAtHome, weekendAtHome);
export const businessRhythm: Rhythm = createRhythm(officeHours, closedOffice);
