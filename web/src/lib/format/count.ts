/** Plain numbers as text: counts, shares, scores and "times usual". */
import type { Counted } from '../text/counted.ts';
import { locale } from '../text/locale.ts';
const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const scores = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plurals = new Intl.PluralRules(locale);
const percentages = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 3 });

/** "649,158". */
export const formatCount = (count: number): string => counts.format(count);

/** The word that fits a number. */
export const wordFor = (count: number, word: Counted): string => word[plurals.select(count)] ?? word.other;

/** "1 subscriber", "2 subscribers": the count with the word that fits it. */
export const formatCountOf = (count: number, word: Counted): string => `${formatCount(count)} ${wordFor(count, word)}`;

/** A place in the band, "12.3"; an em dash while there is none. */
export const formatScore = (score: number | null | undefined): string =>
  score === null || score === undefined || !Number.isFinite(score) ? '—' : scores.format(score).replace('-', '−');

/** "0.0231 %" of a part and its whole; an em dash when the whole is nothing. */
export const formatShare = (part: number, whole: number): string =>
  whole === 0 ? '—' : percentages.format(part / whole);

/** "23.4 %" of a number of per cent; an em dash when there is none. */
export const formatPercent = (percent: number): string =>
  Number.isFinite(percent) ? percentages.format(percent / 100) : '—';

const changes = new Intl.NumberFormat(locale, {
  style: 'percent',
  maximumSignificantDigits: 3,
  signDisplay: 'exceptZero',
});

/** "+12.5%" of a number and the one before it; an em dash when there was none or nothing. */
export function formatChange(now: number, before: number): string {
  const change = now / before - 1;
  return before > 0 && Number.isFinite(change) ? changes.format(change).replace('-', '−') : '—';
}

/** "9.4", "250" of an observed and a usual amount; an em dash when nothing is usual. */
export function formatMultiple(observed: number, usual: number): string {
  if (!(usual > 0)) return '—';
  const multiple = observed / usual;
  return multiple >= 100 || multiple === 0 ? counts.format(multiple) : scores.format(multiple);
}

/** The same in short: "9.4×". */
export const formatTimes = (observed: number, usual: number): string =>
  usual > 0 ? `${formatMultiple(observed, usual)}×` : '—';
