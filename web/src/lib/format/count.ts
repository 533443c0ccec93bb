/** Plain numbers as text: counts, shares, scores and "times usual". */
import { decimalDigits, fewestDigits, wholeDigits } from './digits.ts';

/** "649,158". */
export const formatCount = wholeDigits;

/** "1 subscriber", "2 subscribers": the count with the word that fits it. */
export const formatCountOf = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** A place in the band, "12.3"; an em dash while there is none. */
export const formatScore = (score: number | null | undefined): string =>
  score === null || score === undefined || !Number.isFinite(score) ? '—' : decimalDigits(score, 1).replace('-', '−');

/** "0.0231 %" of a part and its whole; an em dash when the whole is nothing. */
export const formatShare = (part: number, whole: number): string => formatPercent((part / whole) * 100);

/** "23.4 %" of a number of per cent; an em dash when there is none. */
export const formatPercent = (percent: number): string =>
  Number.isFinite(percent) ? `${fewestDigits(percent, 3)}%` : '—';

/** "+12.5%" of a number and the one before it; an em dash when there was none or nothing. */
export function formatChange(now: number, before: number): string {
  const change = now / before - 1;
  if (!(before > 0) || !Number.isFinite(change)) return '—';
  return `${change > 0 ? '+' : ''}${formatPercent(change * 100).replace('-', '−')}`;
}

/** "9.4×" of an observed and a usual amount; an em dash when nothing is usual. */
export function formatTimes(observed: number, usual: number): string {
  if (!(usual > 0)) return '—';
  const times = observed / usual;
  return `${decimalDigits(times, times >= 100 ? 0 : 1)}×`;
}
