/**
 * The kinds of subscriber of the real world. The two deviations are held near those of the one week that was measured;
 * the other figures are chosen, to spread over what operators report. No rule can lean on a rhythm, a mix or a noise that
 * all subscribers have.
 */
import type { DayShape } from './day-shape.ts';
import {
  closedOffice,
  evenUse,
  eveningAtHome,
  homeOffice,
  nightOwl,
  officeHours,
  shopHours,
  weekendAtHome,
} from './day-shape.ts';

export interface RealClass {
  readonly name: string;
  /** J = company, P = person. */
  readonly type: 'J' | 'P';
  /** Part of all subscribers, 0 to 1. */
  readonly share: number;
  /** Usual total rate of the median subscriber, kbit/s, and the standard deviation of its logarithm. */
  readonly medianKilobits: number;
  readonly rateDeviation: number;
  /** Upload part of the usual total; lowest and highest among subscribers. */
  readonly uploadShare: readonly [number, number];
  /** Standard deviation of the logarithm of a slot's up/down ratio; lowest and highest among subscribers. */
  readonly ratioDeviation: readonly [number, number];
  /** Standard deviation of the logarithm of a slot's traffic around its rhythm; lowest and highest among subscribers. */
  readonly noiseDeviation: readonly [number, number];
  readonly workday: DayShape;
  readonly saturday: DayShape;
  readonly sunday: DayShape;
  readonly holiday: DayShape;
  /** How much more than on a workday is used on a holiday as a whole; shops and offices say it in their shape. */
  readonly holidayFactor: number;
  /** Hours of a day with use, lowest and highest; 24 for always. Outside of them there is a trickle or nothing. */
  readonly activeHours: readonly [number, number];
  /** Part of days, and of slots, without any traffic at all. */
  readonly emptyDays: number;
  readonly emptySlots: number;
}

const person = {
  type: 'P',
  rateDeviation: 1.1,
  uploadShare: [0.03, 0.2],
  ratioDeviation: [0.12, 0.3],
  noiseDeviation: [0.2, 0.45],
  saturday: weekendAtHome,
  sunday: weekendAtHome,
  holiday: weekendAtHome,
  holidayFactor: 1.15,
  activeHours: [24, 24],
  emptyDays: 0,
  emptySlots: 0,
} as const;

const company = {
  type: 'J',
  rateDeviation: 1,
  uploadShare: [0.2, 0.45],
  ratioDeviation: [0.1, 0.25],
  noiseDeviation: [0.12, 0.3],
  sunday: closedOffice,
  holiday: closedOffice,
  holidayFactor: 1,
  activeHours: [24, 24],
  emptyDays: 0,
  emptySlots: 0,
} as const;

export const realClasses: readonly RealClass[] = [
  { ...company, name: 'office', share: 0.08, medianKilobits: 2500, workday: officeHours, saturday: closedOffice },
  { ...company, name: 'shop', share: 0.04, medianKilobits: 1000, workday: shopHours, saturday: shopHours },
  { ...person, name: 'evening', share: 0.38, medianKilobits: 900, workday: eveningAtHome },
  { ...person, name: 'home-office', share: 0.16, medianKilobits: 1200, workday: homeOffice },
  {
    ...person,
    name: 'night-owl',
    share: 0.09,
    medianKilobits: 1100,
    workday: nightOwl,
    saturday: nightOwl,
    sunday: nightOwl,
    holiday: nightOwl,
  },
  {
    ...person,
    name: 'even',
    share: 0.08,
    medianKilobits: 500,
    noiseDeviation: [0.15, 0.35],
    workday: evenUse,
    saturday: evenUse,
    sunday: evenUse,
    holiday: evenUse,
    holidayFactor: 1,
  },
  { ...person, name: 'sparse', share: 0.11, medianKilobits: 200, workday: evenUse, activeHours: [1, 5] },
  {
    ...person,
    name: 'occasional',
    share: 0.06,
    medianKilobits: 150,
    workday: eveningAtHome,
    activeHours: [4, 10],
    emptyDays: 0.35,
    emptySlots: 0.4,
  },
];

/** The class that holds the point `position` (0 to 1) of the subscribers laid out class after class: its index. */
export function realClassAt(position: number): number {
  let end = 0;
  const index = realClasses.findIndex((candidate) => position < (end += candidate.share));
  return index === -1 ? realClasses.length - 1 : index;
}
