/** A number of a rule as text: exact, as a rule file would have it, whatever its size; and its unit. */
import { wordFor } from '../format/count.ts';
import { ruleWords } from '../text/rules.ts';
import { locale } from '../text/locale.ts';
const plain = new Intl.NumberFormat(locale, { maximumSignificantDigits: 15 });

/** "0.00025", "10,000", "1e-12": powers of ten only where the zeros could not be counted. */
export const formatRuleNumber = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-6 ? String(value) : plain.format(value);

/** "days" of two, "day" of one; a unit without forms stays as the API has it. */
export function formatRuleUnit(value: number, unit: string): string {
  const word = ruleWords.units[unit];
  return word ? wordFor(value, word) : unit;
}
