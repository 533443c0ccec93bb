/**
 * Numbers in digits, thousands apart by a comma. Not by Intl: with its first use the browser loads the data of all
 * languages, which on a slow machine takes longer than to draw a page.
 */

function grouped(digits: string): string {
  const [whole = '', decimals] = digits.split('.');
  const thousands = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? thousands : `${thousands}.${decimals}`;
}

/** "1,234.5" of 1234.54 and one decimal. */
export const decimalDigits = (value: number, decimals: number): string => grouped(value.toFixed(decimals));

/** "649,158". */
export const wholeDigits = (value: number): string => decimalDigits(value, 0);

/** "12.0" of 11.98 and three digits; the digits before the point are written all the same, as zeros: "12,300" of 12,345. */
export function significantDigits(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  return decimalDigits(Number(`${mantissa}e${exponent}`), Math.max(0, digits - 1 - Number(exponent)));
}

/** The same without zeros at the end behind the point: "12" of 11.98 and three digits. */
export function fewestDigits(value: number, digits: number): string {
  const written = significantDigits(value, digits);
  return written.includes('.') ? written.replace(/\.?0+$/, '') : written;
}
