/** The words for what the API names in capitals. */
import type { AnomalyKind, AnomalyStatus, Severity } from '#lib/graphql/generated/graphql.ts';

/** Those of subscribers first, then those of devices. */
export const kindLabels: Readonly<Record<AnomalyKind, string>> = {
  UPLOAD_SURGE: 'Upload surge',
  VOLUME_TAKEOVER: 'Volume takeover',
  BURST: 'Burst',
  SLOW_CREEP: 'Slow creep',
  SILENCE: 'Silence',
  DEVICE_OUTAGE: 'Device outage',
  DEVICE_SHIFT: 'Device shift',
};

export const severityLabels: Readonly<Record<Severity, string>> = {
  CRITICAL: 'Critical',
  WARNING: 'Warning',
  INFO: 'Info',
};

export const statusLabels: Readonly<Record<AnomalyStatus, string>> = { OPEN: 'Open', CLOSED: 'Closed' };

/** What `alerted=` in the address can say. */
export const alertedLabels = { yes: 'Alerts', no: 'Held back' } as const;
