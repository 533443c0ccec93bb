/** Charts in words, for whoever does not see them: what a whole chart shows, and what one of its points is. */
import { formatChange, formatCountOf, formatScore } from '../format/count.ts';
import { formatRate } from '../format/rate.ts';
import { formatFullTime, formatInterval, formatZones } from '../format/time.ts';
import type { TimeSpan } from '../time-range/time-range.ts';
import type { Previous } from './previous-period.ts';
import { placeOf } from './outside.ts';
import { largest } from './rows.ts';
import type { BandRow, Row, TrafficRow, Value } from './rows.ts';

/** "08 Jan 2024 14:00 to 09 Jan 2024 14:00 UTC". */
export const spanInWords = ({ from, to }: TimeSpan): string =>
  `${formatFullTime(from)} to ${formatFullTime(to)} ${formatZones(from, to)}`;

/** "mean 1.20 Mbit/s, peak 4.00 Mbit/s". */
function meanAndPeak<R extends Row>(rows: readonly R[], value: Value<R>): string {
  const values = rows.map(value).filter((number) => !Number.isNaN(number));
  const mean = values.reduce((sum, number) => sum + number, 0) / values.length;
  return `mean ${formatRate(mean)}, peak ${formatRate(largest(rows, [value]))}`;
}

/** A whole traffic chart. `name` is whose traffic it is: "Network". */
export function trafficInWords(name: string, rows: readonly TrafficRow[], span: TimeSpan): string {
  if (rows.length === 0) return `${name} traffic, ${spanInWords(span)}: nothing was seen.`;
  const up = meanAndPeak(rows, (row) => row.up);
  const down = meanAndPeak(rows, (row) => row.down);
  return `${name} traffic, ${spanInWords(span)}. Upload: ${up}. Download: ${down}.`;
}

/** One point of a traffic chart, beside the period before where there is one. */
export function trafficPointInWords(row: TrafficRow, stepMs: number, previous?: Previous): string {
  const when = formatInterval(row.at, row.at + stepMs);
  if (Number.isNaN(row.up)) return `${when}: nothing was seen`;
  const now = `${when}: upload ${formatRate(row.up)}, download ${formatRate(row.down)}`;
  const before = previous?.at.get(row.at);
  if (!previous || !before) return now;
  const rates = `upload ${formatRate(before.up)}, download ${formatRate(before.down)}`;
  const changes = `${formatChange(row.up, before.up)} and ${formatChange(row.down, before.down)}`;
  return `${now}; ${previous.label} ${rates}, so ${changes}`;
}

/** A whole chart of one direction beside what is usual. `name`: "Upload". */
export function bandInWords(name: string, rows: readonly BandRow[], span: TimeSpan): string {
  const places = rows.map(placeOf);
  const judged = places.filter((place) => place !== 'unknown').length;
  if (judged === 0) return `${name}, ${spanInWords(span)}: still learning, nothing is usual yet.`;
  const outside = places.filter((place) => place === 'above' || place === 'below').length;
  const observed = meanAndPeak(rows, (row) => row.value);
  return `${name}, ${spanInWords(span)}: ${observed}. Outside the usual band in ${formatCountOf(outside, 'slot', 'slots')} of ${formatCountOf(judged, 'judged slot', 'judged slots')}.`;
}

/** What the place of a point is called on screen. */
export const placeLabels = {
  above: 'above usual',
  below: 'below usual',
  inside: 'usual',
  unknown: 'not judged yet',
} as const;

/** One point of such a chart. */
export function bandPointInWords(name: string, row: BandRow, stepMs: number): string {
  const when = formatInterval(row.at, row.at + stepMs);
  if (Number.isNaN(row.value)) return `${when}: nothing was seen`;
  const usual = Number.isNaN(row.low) ? '' : `, usual ${formatRate(row.low)} to ${formatRate(row.high)}`;
  return `${when}: ${name.toLowerCase()} ${formatRate(row.value)}${usual}, ${placeLabels[placeOf(row)]}`;
}

/** One instant of the score chart. */
export function scorePointInWords(at: number, stepMs: number, zUp: number, zDown: number): string {
  return `${formatInterval(at, at + stepMs)}: upload at ${formatScore(zUp)}, download at ${formatScore(zDown)}`;
}
