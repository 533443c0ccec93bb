/** A number of a rule as text: exact, as a rule file would have it, whatever its size. */
const plain = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 15 });

/** "0.00025", "10,000", "1e-12": powers of ten only where the zeros could not be counted. */
export const formatRuleNumber = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-6 ? String(value) : plain.format(value);
