/** The words for what the API names in capitals. */
import type { AnomalyKind, AnomalyStatus, Severity } from '#lib/graphql/generated/graphql.ts';

export const kindLabels: Readonly<Record<AnomalyKind, string>> = {
  UPLOAD_SURGE: 'Upload surge',
  DOWNLOAD_SURGE: 'Download surge',
  VOLUME_TAKEOVER: 'Volume takeover',
};

/** Most urgent first. */
export const severityOrder: readonly Severity[] = ['CRITICAL', 'WARNING', 'INFO'];
export const severityLabels: Readonly<Record<Severity, string>> = {
  CRITICAL: 'Critical',
  WARNING: 'Warning',
  INFO: 'Info',
};

export const statusLabels: Readonly<Record<AnomalyStatus, string>> = { OPEN: 'Open', CLOSED: 'Closed' };
