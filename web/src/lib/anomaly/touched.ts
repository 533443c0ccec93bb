/** Which rows of a list an act may be about besides the one that it names: those of the same subscriber. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import type { LiveAct } from '#lib/live/live-feed.svelte.ts';

/** More than this are not asked for again; a reload of the list finds them. */
const most = 100;

/** Ids of the rows whose suppression the acts may have changed. A mute of a cohort may be about any of them. */
export function touchedIds(
  rows: readonly Pick<AnomalyRowFragment, 'id' | 'subscriber'>[],
  acts: readonly LiveAct[],
): string[] {
  const numbers = new Set<string | null>();
  for (const act of acts) {
    if (act.what === 'MuteEvent') numbers.add(act.mute.subscriberNumber ?? null);
    else if (act.action === 'JUDGED' || act.action === 'UNDONE') {
      if (act.anomaly.subscriber) numbers.add(act.anomaly.subscriber.number);
    }
  }
  const isTouched = ({ subscriber }: (typeof rows)[number]) =>
    subscriber != null && (numbers.has(null) || numbers.has(subscriber.number));
  return rows
    .filter(isTouched)
    .slice(0, most)
    .map(({ id }) => id);
}
