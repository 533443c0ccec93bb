/** One anomaly that follows the feed: what somebody does about it, and what the detector finds, shows at once. */
import { untrack } from 'svelte';
import { getDashboard } from '#lib/dashboard.ts';
import { AnomalyPageDocument } from '#lib/graphql/generated/graphql.ts';
import type { AnomalyPageQuery, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { watchQuery } from '#lib/graphql/watch.svelte.ts';
import type { Watched } from '#lib/graphql/watch.svelte.ts';
import { throttle } from '#lib/live/throttle.ts';
import { newer } from '#lib/triage/act.ts';
import { concerns } from './concerns.ts';

export type AnomalyInFull = Extract<NonNullable<AnomalyPageQuery['node']>, { what: 'Anomaly' }>;

/** Acts in bulk come one by one: they are worth one question. */
const askPeriodMs = 300;

export interface WatchedAnomaly {
  readonly query: Watched<AnomalyPageQuery>;
  /** As the server last told it with all that is around it; null when there is none of this id; undefined before. */
  readonly inFull: AnomalyInFull | null | undefined;
  /** Its row, which may be newer than that. */
  readonly row: AnomalyRowFragment | undefined;
}

/** Call while a component is set up. While it is open it is asked for again whenever the data's clock moves. */
export function watchAnomaly(id: string): WatchedAnomaly {
  const { feed, desk } = getDashboard();
  let row = $state.raw<AnomalyRowFragment | undefined>(undefined);
  const isOpen = $derived(row?.status === 'OPEN');
  const query = watchQuery(AnomalyPageDocument, () => {
    if (isOpen) void feed.asOf;
    return { id };
  });
  const node = $derived(query.data?.node);
  const inFull = $derived(query.data === undefined ? undefined : node?.what === 'Anomaly' ? node : null);

  const take = (told: AnomalyRowFragment | undefined) => {
    if (told) row = row ? newer(row, told) : told;
  };
  const mine = (rows: readonly AnomalyRowFragment[]) => rows.find((each) => each.id === id);
  $effect(() => {
    const told = inFull;
    untrack(() => take(told ?? undefined));
  });
  $effect(() => feed.onAnomalies((events) => take(mine(events.map(({ anomaly }) => anomaly)))));
  $effect(() => {
    const askSoon = throttle<void>(() => query.refresh(), askPeriodMs);
    const stop = feed.onActs((acts) => {
      take(mine(acts.flatMap((act) => (act.what === 'TriageEvent' ? [act.anomaly] : []))));
      const shown = inFull && [inFull, ...inFull.similar.map(({ anomaly }) => anomaly)];
      // An answer that is still on its way may be older than the act.
      if (!shown || concerns(shown, acts)) askSoon();
    });
    return () => {
      stop();
      askSoon.cancel();
    };
  });
  $effect(() =>
    desk.onRows((rows, settled) => {
      const told = mine(rows);
      take(told);
      if (told && settled) query.refresh();
    }),
  );
  return {
    query,
    get inFull() {
      return inFull;
    },
    get row() {
      return row;
    },
  };
}
