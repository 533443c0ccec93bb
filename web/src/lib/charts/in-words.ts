/** Charts in words, for whoever does not see them: what a whole chart shows, and what one of its points is. */
import { formatChange, formatCount, formatCountOf, formatPercent, formatScore } from '../format/count.ts';
import { formatRate, formatRateRange } from '../format/rate.ts';
import { formatFullTime, formatInterval, formatZones } from '../format/time.ts';
import { chartInWords as words } from '../text/chart-in-words.ts';
import { counted } from '../text/counted.ts';
import type { TimeSpan } from '../time-range/time-range.ts';
import type { PeakRow } from './peak-scores.ts';
import type { Previous } from './previous-period.ts';
import { placeOf } from './outside.ts';
import { largest, uploadShare } from './rows.ts';
import type { BandRow, Row, TrafficRow, Value } from './rows.ts';
import { whyUnusual } from './why-unusual.ts';

const hourMs = 3_600_000;

/** "08 Jan 2024 14:00 to 09 Jan 2024 14:00 UTC". */
export const spanInWords = ({ from, to }: TimeSpan): string =>
  words.span(formatFullTime(from), formatFullTime(to), formatZones(from, to));

/** "mean 1.20 Mbit/s, peak 4.00 Mbit/s". */
function meanAndPeak<R extends Row>(rows: readonly R[], value: Value<R>): string {
  const values = rows.map(value).filter((number) => !Number.isNaN(number));
  const mean = values.reduce((sum, number) => sum + number, 0) / values.length;
  return words.meanAndPeak(formatRate(mean), formatRate(largest(rows, [value])));
}

/** A whole traffic chart. `name` is whose traffic it is: "Network". */
export function trafficInWords(name: string, rows: readonly TrafficRow[], span: TimeSpan): string {
  if (rows.length === 0) return words.noTraffic(name, spanInWords(span));
  const up = meanAndPeak(rows, (row) => row.up);
  const down = meanAndPeak(rows, (row) => row.down);
  return words.traffic(name, spanInWords(span), up, down);
}

/** One point of a traffic chart, beside the period before where there is one. */
export function trafficPointInWords(row: TrafficRow, stepMs: number, previous?: Previous): string {
  const when = formatInterval(row.at, row.at + stepMs);
  if (Number.isNaN(row.up)) return words.nothingAt(when);
  const now = words.trafficAt(when, words.rates(formatRate(row.up), formatRate(row.down)));
  const before = previous?.at.get(row.at);
  if (!previous || !before) return now;
  const rates = words.rates(formatRate(before.up), formatRate(before.down));
  const [up, down] = [formatChange(row.up, before.up), formatChange(row.down, before.down)];
  return words.besidePrevious(now, previous.label, rates, up, down);
}

/** A whole chart of the share of upload. */
export function shareInWords(rows: readonly TrafficRow[], span: TimeSpan): string {
  const sum = (value: Value<TrafficRow>) => rows.map(value).reduce((total, n) => total + (Number.isNaN(n) ? 0 : n), 0);
  const mean = uploadShare({ at: span.from, up: sum((row) => row.up), down: sum((row) => row.down) });
  return words.shareSummary(spanInWords(span), formatPercent(mean), formatPercent(largest(rows, [uploadShare])));
}

/** One point of such a chart. */
export function sharePointInWords(row: TrafficRow, stepMs: number): string {
  const when = formatInterval(row.at, row.at + stepMs);
  if (Number.isNaN(uploadShare(row))) return words.nothingAt(when);
  const rates = words.rates(formatRate(row.up), formatRate(row.down));
  return words.shareAt(when, formatPercent(uploadShare(row)), rates);
}

/** A whole chart of one direction beside what is usual. `name`: "Upload". */
export function bandInWords(name: string, rows: readonly BandRow[], span: TimeSpan, stepMs: number): string {
  const places = rows.map(placeOf);
  const judged = places.filter((place) => place !== 'unknown').length;
  if (judged === 0) return words.stillLearning(name, spanInWords(span));
  const outside = places.filter((place) => place === 'above' || place === 'below').length;
  const observed = meanAndPeak(rows, (row) => row.value);
  const known = formatCountOf(judged, stepMs === hourMs ? counted.hours : counted.slots);
  return words.band(name, spanInWords(span), observed, formatCount(outside), known);
}

/** One point of such a chart. `name` is within a sentence: "upload". */
export function bandPointInWords(name: string, row: BandRow, stepMs: number): string {
  const when = formatInterval(row.at, row.at + stepMs);
  if (Number.isNaN(row.value)) return words.nothingAt(when);
  const usual = Number.isNaN(row.low) ? '' : words.usualRange(formatRateRange(row.low, row.high), formatScore(row.z));
  return words.bandAt(when, name, formatRate(row.value), usual, whyUnusual(name, row));
}

/** One point of the chart of the highest scores. */
export function peakPointInWords({ at, score }: PeakRow, stepMs: number): string {
  const when = formatInterval(at, at + stepMs);
  return score > 0 ? words.peakAt(when, formatScore(score)) : words.quietAt(when);
}

/** One instant of the score chart. */
export function scorePointInWords(at: number, stepMs: number, zUp: number, zDown: number): string {
  return words.scoreAt(formatInterval(at, at + stepMs), formatScore(zUp), formatScore(zDown));
}
