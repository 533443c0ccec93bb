/** In which order severities stand. Their words, and all others of anomalies, are among the texts. */
import type { Severity } from '#lib/graphql/generated/graphql.ts';

export { alertedLabels, kindLabels, severityLabels, statusLabels } from '#lib/text/anomaly-labels.ts';
export { heldBackMeaning } from '#lib/text/anomaly.ts';

/** Most urgent first. */
export const severityOrder: readonly Severity[] = ['CRITICAL', 'WARNING', 'INFO'];
