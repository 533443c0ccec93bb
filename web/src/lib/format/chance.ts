/** How improbable something is, as text. */
import { chance } from '../text/chance.ts';
import { counted } from '../text/counted.ts';
import type { Counted } from '../text/counted.ts';
import { locale } from '../text/locale.ts';

const twoDigits = { maximumSignificantDigits: 2 } as const;
const numbers = new Intl.NumberFormat(locale, twoDigits);
const plurals = new Intl.PluralRules(locale, twoDigits);

/** Rarer days were never counted: the server says this many of all of them. */
const mostDays = 1e6;

/** "1 in 25,000 days", two digits of it; an em dash where it is no chance. */
export function formatOneIn(oneInDays: number | null | undefined): string {
  if (oneInDays === null || oneInDays === undefined) return '—';
  if (oneInDays >= mostDays) return chance.beyond;
  return chance.oneIn(`${numbers.format(oneInDays)} ${daysOf(oneInDays)}`);
}

/** The same in two parts, for where there is room for one line of large type and one of small. */
export const oneInParts = (oneInDays: number): readonly [oneIn: string, days: string] =>
  oneInDays >= mostDays
    ? [chance.beyondNumber, counted.days.other]
    : [chance.oneIn(numbers.format(oneInDays)), daysOf(oneInDays)];

function daysOf(count: number): string {
  const days: Counted = counted.days;
  return days[plurals.select(count)] ?? days.other;
}
