/** Anomalies as a CSV file: times in UTC, rates and volumes as bare numbers, the unit in the head of every column. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { shownSubscriber } from '#lib/privacy/shown-subscriber.ts';
import { anomalyCsvWords } from '#lib/text/anomaly-csv.ts';
import { kindLabels, severityLabels, statusLabels } from '#lib/text/anomaly-labels.ts';
import { toCsv } from '../export/csv.ts';
import type { Cell } from '../export/csv.ts';
import { verdictOf } from './triage-standing.ts';

type Column = keyof typeof anomalyCsvWords.head;

const cells: Readonly<Record<Column, (row: AnomalyRowFragment) => Cell | null | undefined>> = {
  severity: ({ severity }) => severityLabels[severity],
  kind: ({ kind }) => kindLabels[kind],
  status: ({ status }) => statusLabels[status],
  alerted: ({ alerted }) => Number(alerted),
  subscriber: ({ subscriber }) => subscriber && shownSubscriber(subscriber.number),
  device: ({ device }) => device.name,
  opened: ({ openedAt }) => openedAt,
  detected: ({ detectedAt }) => detectedAt,
  closed: ({ closedAt }) => closedAt,
  up: ({ upBitsPerSecond }) => upBitsPerSecond,
  usualUp: ({ expectedUp }) => expectedUp.usualBitsPerSecond,
  down: ({ downBitsPerSecond }) => downBitsPerSecond,
  usualDown: ({ expectedDown }) => expectedDown.usualBitsPerSecond,
  score: ({ score }) => score,
  peakScore: ({ peakScore }) => peakScore,
  oneInDays: ({ oneInDays }) => oneInDays,
  slots: ({ slots }) => slots,
  excess: ({ excessBytes }) => Number(excessBytes),
  verdict: ({ triage }) => verdictOf(triage),
  acknowledgedBy: ({ triage }) => triage.acknowledgedBy,
  assignee: ({ triage }) => triage.assignee,
  reason: ({ reason }) => reason,
  id: ({ id }) => id,
};
const columns = Object.keys(cells) as readonly Column[];

/** One line each, in their order; subscribers are called as they are on screen. */
export const anomaliesCsv = (rows: readonly AnomalyRowFragment[]): string =>
  toCsv([
    columns.map((column) => anomalyCsvWords.head[column]),
    ...rows.map((row) => columns.map((column) => cells[column](row) ?? '')),
  ]);
