/** Which of the acts that all pages hear of change what the page of one anomaly shows. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import type { LiveAct } from '#lib/live/live-feed.svelte.ts';
import { touchedIds } from '../anomaly/touched.ts';

/** Whether the acts were on an anomaly that is `shown`, or may have changed the suppression of one. */
export function concerns(
  shown: readonly Pick<AnomalyRowFragment, 'id' | 'subscriber'>[],
  acts: readonly LiveAct[],
): boolean {
  const isActedOn = ({ id }: { readonly id: string }) =>
    acts.some((act) => act.what === 'TriageEvent' && act.anomaly.id === id);
  return shown.some(isActedOn) || touchedIds(shown, acts).length > 0;
}
