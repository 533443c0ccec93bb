/** A number of a rule as text: exact, as a rule file would have it, whatever its size. */
import { locale } from '../text/locale.ts';
const plain = new Intl.NumberFormat(locale, { maximumSignificantDigits: 15 });

/** "0.00025", "10,000", "1e-12": powers of ten only where the zeros could not be counted. */
export const formatRuleNumber = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-6 ? String(value) : plain.format(value);
