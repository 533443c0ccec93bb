/** Why an anomaly is not reported, as a sentence. */
import { formatFullTime, formatZone } from '#lib/format/time.ts';
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { text } from '#lib/text/text.ts';

export type Suppression = NonNullable<AnomalyRowFragment['suppression']>;

/** "Not reported: muted by alice until 08 Jan 2024 14:20 UTC: a known backup." */
export function notReported({ cause, actor, reason, until }: Suppression): string {
  const words = text.anomaly;
  if (cause === 'VERDICT') return words.notReported(words.foundBenign(actor), reason);
  const at = Date.parse(until ?? '');
  const end = until == null ? null : `${formatFullTime(at)} ${formatZone(at)}`;
  return words.notReported(end === null ? words.mutedBy(actor) : words.mutedUntil(actor, end), reason);
}
