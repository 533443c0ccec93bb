/** What a notification says of the anomalies that opened; for critical alerts only. */
import { severityOrder } from '#lib/anomaly/severity-order.ts';
import { kindLabels } from '#lib/text/anomaly-labels.ts';
import { whoseOf } from '#lib/anomaly/anomaly-link.ts';
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { formatCount, formatCountOf } from '#lib/format/count.ts';
import { counted } from '#lib/text/counted.ts';
import { notices } from '#lib/text/notices.ts';

/** One a minute at most, however much goes wrong. */
export const noticePeriodMs = 60_000;

interface Notice {
  readonly title: string;
  readonly body: string;
}

/** What is held back calls nobody. */
export const isWorthNotice = ({ severity, alerted }: Pick<AnomalyRowFragment, 'severity' | 'alerted'>): boolean =>
  alerted && severity === severityOrder[0];

/** Null for none. */
export function noticeOf(
  anomalies: readonly Pick<AnomalyRowFragment, 'kind' | 'subscriber' | 'device'>[],
): Notice | null {
  const [first] = anomalies;
  if (!first) return null;
  const more = anomalies.length > 1 ? notices.andMore(formatCount(anomalies.length - 1)) : '';
  return {
    title: formatCountOf(anomalies.length, counted.criticalAnomalies),
    body: notices.body(whoseOf(first), kindLabels[first.kind]) + more,
  };
}
