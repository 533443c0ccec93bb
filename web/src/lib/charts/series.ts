/** The numbers of a chart by name and unit: what its tooltip, its table and its export say. */
import { formatChange, formatPercent, formatScore } from '../format/count.ts';
import { formatRate } from '../format/rate.ts';
import { text } from '../text/text.ts';
import type { TimeSpan } from '../time-range/time-range.ts';
import type { PeakRow } from './peak-scores.ts';
import type { Previous } from './previous-period.ts';
import { uploadShare } from './rows.ts';
import type { BandRow, Row, TrafficRow, Value } from './rows.ts';
import type { ScoreRow } from './scores.ts';

export interface Series<R extends Row> {
  readonly name: string;
  /** Of the bare number, as an exported file has it; empty for a number without one. */
  readonly unit: string;
  readonly value: Value<R>;
  /** The number with its unit, as a person reads it. */
  readonly format: (value: number) => string;
  /** How its line is told from others in the tooltip. */
  readonly mark?: { readonly symbol: string; readonly class: string };
  /** What the tooltip adds: the change since. */
  readonly note?: (row: R) => string;
}

/** Everything a chart is drawn from. */
export interface ChartData<R extends Row> {
  /** What it shows: "Network traffic". */
  readonly title: string;
  readonly rows: readonly R[];
  readonly span: TimeSpan;
  /** From one row to the next; a row stands for that long. */
  readonly stepMs: number;
  readonly series: readonly Series<R>[];
  /** What the tooltip says under the numbers of a row: what they mean. */
  readonly meaning?: (row: R) => string;
}

const words = text.chart.series;
const marks = { up: { symbol: '▲', class: 'text-up' }, down: { symbol: '▼', class: 'text-down' } } as const;
const rate = <R extends Row>(name: string, value: Value<R>): Series<R> => ({
  name,
  unit: 'bit/s',
  value,
  format: formatRate,
});
const score = <R extends Row>(name: string, value: Value<R>): Series<R> => ({
  name,
  unit: '',
  value,
  format: formatScore,
});

const share: Series<TrafficRow> = { name: words.share, unit: '%', value: uploadShare, format: formatPercent };
export const shareSeries: readonly Series<TrafficRow>[] = [
  share,
  { ...rate(words.up, (row) => row.up), mark: marks.up },
  { ...rate(words.down, (row) => row.down), mark: marks.down },
];

/** Both directions, each beside the period before where there is one, and the share of upload. */
export function trafficSeries(previous?: Previous): readonly Series<TrafficRow>[] {
  const directions = (['up', 'down'] as const).flatMap((direction) => {
    const now = { ...rate<TrafficRow>(words[direction], (row) => row[direction]), mark: marks[direction] };
    if (!previous) return [now];
    const before = (row: TrafficRow) => previous.at.get(row.at)?.[direction] ?? Number.NaN;
    const name = text.chart.previous.series(now.name, previous.label);
    return [now, { ...rate(name, before), note: (row: TrafficRow) => formatChange(row[direction], before(row)) }];
  });
  return [...directions, share];
}

/** `name` is the direction: "Upload". */
export const bandSeries = (name: string): readonly Series<BandRow>[] => [
  rate(name, (row) => row.value),
  rate(words.usual, (row) => row.usual),
  rate(words.usualLow, (row) => row.low),
  rate(words.usualHigh, (row) => row.high),
  score(words.place, (row) => row.z),
];

export const peakSeries: readonly Series<PeakRow>[] = [score(words.peak, (row) => row.score)];

export const scoreSeries: readonly Series<ScoreRow>[] = [
  { ...score<ScoreRow>(words.up, (row) => row.up), mark: marks.up },
  { ...score<ScoreRow>(words.down, (row) => row.down), mark: marks.down },
];
