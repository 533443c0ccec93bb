/** Why a point is unusual, or is not, in plain words. */
import { formatMultiple, formatPercent } from '../format/count.ts';
import { chartInWords } from '../text/chart-in-words.ts';
import { placeOf } from './outside.ts';
import type { BandRow } from './rows.ts';

const words = chartInWords.why;
/** A difference below a thousandth is none. */
const leastPercent = 0.1;

/**
 * "upload 9.4 times its usual at this time, above the usual band". `direction` is within a sentence: "upload". Says of a point
 * without a band that nothing is usual yet; empty where nothing was seen.
 */
export function whyUnusual(direction: string, row: BandRow): string {
  if (Number.isNaN(row.value)) return '';
  const place = placeOf(row);
  return place === 'unknown'
    ? words.learning(direction)
    : words.because(besideUsual(direction, row), words.places[place]);
}

function besideUsual(direction: string, { value, usual }: BandRow): string {
  if (!(usual > 0)) return value > 0 ? words.noneUsual(direction) : words.asUsual(direction);
  if (value === 0) return words.none(direction);
  if (value >= 2 * usual) return words.times(direction, formatMultiple(value, usual));
  const percent = (value / usual - 1) * 100;
  if (Math.abs(percent) < leastPercent) return words.asUsual(direction);
  return percent > 0 ? words.more(direction, formatPercent(percent)) : words.less(direction, formatPercent(-percent));
}
