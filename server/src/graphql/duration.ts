/** How a length of time looks on the wire: ISO 8601, in days, hours, minutes and seconds. */

const units = [
  ['D', 86_400],
  ['H', 3_600],
  ['M', 60],
  ['S', 1],
] as const;

/**
 * "PT10M", "P1DT2H", "PT0S": whole seconds, the largest units first, none that is zero. Days are 24 hours; months and
 * years, whose length varies, never occur. Throws for a length that is negative or not finite.
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError(`${seconds} s is no length of time`);
  let rest = Math.round(seconds);
  const parts = units.map(([unit, unitSeconds]) => {
    const count = Math.floor(rest / unitSeconds);
    rest -= count * unitSeconds;
    return count === 0 ? '' : `${count}${unit}`;
  });
  const [days, ...ofDay] = parts;
  const time = ofDay.join('');
  if (days === '' && time === '') return 'PT0S';
  return `P${days}${time === '' ? '' : `T${time}`}`;
}
