/** Why an anomaly is not reported, as a sentence. */
import { formatFullTime, formatZone } from '#lib/format/time.ts';
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';

export type Suppression = NonNullable<AnomalyRowFragment['suppression']>;

/** "Not reported: muted by alice until 08 Jan 2024 14:20 UTC: a known backup." */
export function notReported({ cause, actor, reason, until }: Suppression): string {
  const at = Date.parse(until ?? '');
  const end = until == null ? '' : ` until ${formatFullTime(at)} ${formatZone(at)}`;
  const what = cause === 'MUTE' ? `muted by ${actor}${end}` : `${actor} found it, or one like it, benign`;
  return `Not reported: ${what}${reason === '' ? '' : `: ${reason}`}.`;
}
