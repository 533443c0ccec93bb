/** What the detector knows of time: day, hour of the week and place between two-hour knots, of the data's clock. */
import type { EpochSeconds } from './traffic.ts';

const daySeconds = 86_400;
/** 1970-01-01 was a Thursday; the week begins on Monday. */
const mondayShiftSeconds = 3 * daySeconds;

export const hoursOfWeek = 168;
/** A subscriber's own day is a line through so many points, the first at one o'clock. */
export const dayKnots = 12;
const knotSeconds = daySeconds / dayKnots;

export interface SlotClock {
  /** Slots since 1970. */
  readonly slot: number;
  /** Days since 1970. */
  readonly day: number;
  /** 0 is Monday, 0 to 1 o'clock. */
  readonly hourOfWeek: number;
  readonly knot: number;
  readonly nextKnot: number;
  /** How far the slot lies from the knot to the next, 0 to 1. */
  readonly betweenKnots: number;
}

export function slotClock(slotStart: EpochSeconds, slotSeconds: number): SlotClock {
  const ofDay = slotStart % daySeconds;
  const place = ((ofDay + daySeconds - knotSeconds / 2) % daySeconds) / knotSeconds;
  const knot = Math.floor(place);
  return {
    slot: Math.floor(slotStart / slotSeconds),
    day: Math.floor(slotStart / daySeconds),
    hourOfWeek: Math.floor((slotStart + mondayShiftSeconds) / 3600) % hoursOfWeek,
    knot,
    nextKnot: (knot + 1) % dayKnots,
    betweenKnots: place - knot,
  };
}
