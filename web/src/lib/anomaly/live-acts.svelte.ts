/** Lets a list follow what people do, this reader and all others: rows change where they stand. */
import { getDashboard } from '#lib/dashboard.ts';
import { AnomalyRowsDocument } from '#lib/graphql/generated/graphql.ts';
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { throttle } from '#lib/live/throttle.ts';
import type { LiveAct } from '#lib/live/live-feed.svelte.ts';
import { touchedIds } from './touched.ts';

const askPeriodMs = 300;
/** Acts that wait to be looked at; the oldest are dropped, and a reload of the list finds what they changed. */
const mostWaiting = 1_000;

/** Call while a component is set up. `shown` is what is in the list now. */
export function watchActs(
  shown: () => readonly AnomalyRowFragment[],
  adopt: (rows: readonly AnomalyRowFragment[]) => void,
): void {
  const { client, feed, desk } = getDashboard();
  let waiting: LiveAct[] = [];
  let gone = false;

  async function askForTouched(): Promise<void> {
    const ids = touchedIds(shown(), waiting);
    waiting = [];
    if (ids.length === 0) return;
    const { data } = await client.query(AnomalyRowsDocument, { ids }).toPromise();
    if (data && !gone) adopt(data.nodes.filter((node) => node?.what === 'Anomaly'));
  }
  const askSoon = throttle<void>(() => void askForTouched(), askPeriodMs);

  $effect(() => desk.onRows((rows) => adopt(rows)));
  $effect(() => {
    const stop = feed.onActs((acts) => {
      adopt(acts.flatMap((act) => (act.what === 'TriageEvent' ? [act.anomaly] : [])));
      waiting = [...waiting, ...acts].slice(-mostWaiting);
      askSoon();
    });
    return () => {
      gone = true;
      stop();
      askSoon.cancel();
    };
  });
}
