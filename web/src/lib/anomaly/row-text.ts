/** An anomaly as text to take along: what its row shows, a tab between the columns. */
import { formatOneIn } from '#lib/format/chance.ts';
import { formatTimes } from '#lib/format/count.ts';
import { formatRate } from '#lib/format/rate.ts';
import { formatFullTime, formatZone } from '#lib/format/time.ts';
import { formatVolume } from '#lib/format/volume.ts';
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { kindLabels, severityLabels, statusLabels } from '#lib/text/anomaly-labels.ts';
import { listWords } from '#lib/text/anomaly-list.ts';
import { whoseOf } from './anomaly-link.ts';
import type { ColumnName } from './columns.ts';
import { comparisonsOf } from './comparison.ts';
import { durationOf } from './duration.ts';
import { notReported } from './not-reported.ts';
import { peopleOf, verdictOf } from './triage-standing.ts';

type Text = (row: AnomalyRowFragment, asOf: number | null) => string;

/** With the year and the zone: who reads it elsewhere does not see the page around it. */
const timeOf = (at: string): string => `${formatFullTime(Date.parse(at))} ${formatZone(Date.parse(at))}`;

const texts: Readonly<Record<ColumnName, Text>> = {
  severity: ({ severity }) => severityLabels[severity],
  kind: ({ kind, alerted }) => (alerted ? kindLabels[kind] : listWords.heldBack(kindLabels[kind])),
  whose: whoseOf,
  device: ({ device }) => device.name,
  opened: (row, asOf) => `${timeOf(row.openedAt)}, ${durationOf(row, asOf)}, ${statusLabels[row.status].toLowerCase()}`,
  detected: ({ detectedAt }) => timeOf(detectedAt),
  observed(row) {
    const rates = comparisonsOf(row).map(({ direction, observed, usual }) =>
      listWords.observed(direction, formatRate(observed), formatRate(usual), formatTimes(observed, usual)),
    );
    return [...rates, ...(row.oneInDays == null ? [] : [formatOneIn(row.oneInDays)])].join('; ');
  },
  excess: ({ excessBytes }) => formatVolume(excessBytes),
  triage: ({ triage }) => [verdictOf(triage) ?? [], peopleOf(triage)].flat().join(', '),
  reason: ({ reason, suppression }) => (suppression ? `${reason} ${notReported(suppression)}` : reason),
};

/** `asOf`: end of the newest data, epoch milliseconds; null: not known. One line without tabs. */
export const cellText = (row: AnomalyRowFragment, column: ColumnName, asOf: number | null): string =>
  texts[column](row, asOf).replaceAll(/\s+/g, ' ').trim();

/** A line for each row. */
export const rowsText = (
  rows: readonly AnomalyRowFragment[],
  columns: readonly ColumnName[],
  asOf: number | null,
): string => rows.map((row) => columns.map((column) => cellText(row, column, asOf)).join('\t')).join('\n');
