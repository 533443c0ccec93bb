/** Says in one sentence why an anomaly is one. Frozen when it is made: the same words a year later, from stored numbers. */
import type { Comparison, ExpectedTraffic, subscriberAnomalyKinds } from './anomaly.ts';
import type { EpochSeconds } from './traffic.ts';

export interface Observed {
  readonly kind: (typeof subscriberAnomalyKinds)[number];
  /** The slot at whose end it was detected. */
  readonly slotStart: EpochSeconds;
  readonly slotSeconds: number;
  /** Part of the slot that sessions covered: what volumes are of. */
  readonly seconds: number;
  readonly openedAt: EpochSeconds;
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
  readonly expected: ExpectedTraffic;
  readonly uploadShare: number;
  readonly usualUploadShare: number;
  readonly comparison: Comparison | null;
  readonly score: number;
  readonly slots: number;
}

/** To upload more than half of the others is nothing to tell. */
const tellingShare = 0.9;

export function explain(observed: Observed): string {
  const { slotStart, slotSeconds, comparison, uploadShare, usualUploadShare, slots, score } = observed;
  const parts = [
    `${whatHappened(observed)} between ${clock(slotStart)} and ${clock(slotStart + slotSeconds).slice(11)}, ${whatIsUsual(observed)}`,
    comparison === null || comparison.shareBelow < tellingShare || observed.kind === 'silence'
      ? ''
      : `more upload than ${percent(comparison.shareBelow)} of the slots of subscribers ${comparison.cohort}`,
    `upload share ${percent(uploadShare)}, usually ${percent(usualUploadShare)}`,
    howLong(slots),
    `as much on one day in ${oneIn(score)} of a usual subscriber`,
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

function whatHappened({ kind, upBytesPerSecond, downBytesPerSecond, seconds }: Observed): string {
  const up = volume(upBytesPerSecond * seconds);
  const down = volume(downBytesPerSecond * seconds);
  switch (kind) {
    case 'silence':
      return `Moved ${volume((upBytesPerSecond + downBytesPerSecond) * seconds)} although connected`;
    case 'volume-takeover':
      return `Uploaded ${up} and downloaded ${down}`;
    case 'slow-creep':
      return `Uploaded ${up} and downloaded ${down} after hours of slow growth`;
    default:
      return `Uploaded ${up}`;
  }
}

function whatIsUsual({ kind, expected, seconds }: Observed): string {
  const up = range(expected.lowUp * seconds, expected.highUp * seconds);
  const down = range(expected.lowDown * seconds, expected.highDown * seconds);
  if (kind === 'upload-surge' || kind === 'burst') return `usually ${up} at this hour`;
  return `usually ${up} and ${down} at this hour`;
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

function howLong(slots: number): string {
  return slots === 1 ? 'one slot' : `${words[slots] ?? String(slots)} slots in a row`;
}

/** Rarer than a day in a million was never counted: it is read off a tail, and told as "more than". */
export const mostCountedScore = 6;

/** "250" to "1,000,000": two digits are all that is known. */
export function oneIn(score: number): string {
  const days = 10 ** Math.min(score, mostCountedScore);
  return `${score > mostCountedScore ? 'more than ' : ''}${Number(days.toPrecision(2)).toLocaleString('en-US')}`;
}

/** Day and time of the data's clock. */
export function clock(at: EpochSeconds): string {
  return new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** Two digits; above 99 % one more than there are nines: 99.914 %, but never 100 % for less than all. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value <= 99 || value === 100) return `${readable(value, 2)} %`;
  const digits = Math.min(4, Math.ceil(-Math.log10(100 - value)) + 1);
  return `${Math.floor(value * 10 ** digits) / 10 ** digits} %`;
}

/** So many significant digits; next to nothing is 0, not 1e-7. */
function readable(value: number, digits: number): number {
  return value < 0.001 ? 0 : Number(value.toPrecision(digits));
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

function unitOf(bytes: number): number {
  let unit = 0;
  for (let value = bytes; value >= 999.5 && unit < units.length - 1; value /= 1000) unit++;
  return unit;
}

/** Three significant digits, SI steps. */
export function volume(bytes: number): string {
  const unit = unitOf(bytes);
  return `${readable(bytes / 1000 ** unit, 3)} ${units[unit]}`;
}

/** Both ends in the unit of the upper one: "0.02 to 0.3 GB". */
export function range(low: number, high: number): string {
  const unit = unitOf(high);
  const inUnit = (bytes: number): number => readable(bytes / 1000 ** unit, 2);
  return `${inUnit(low)} to ${inUnit(high)} ${units[unit]}`;
}
