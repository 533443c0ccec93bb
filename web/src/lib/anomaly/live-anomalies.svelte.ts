/** A paged list of anomalies that follows live events: rows change where they stand, new ones wait until they may come in. */
import { untrack } from 'svelte';
import { getDashboard } from '#lib/dashboard.ts';
import { AnomaliesDocument } from '#lib/graphql/generated/graphql.ts';
import type { AnomalyFilter, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { watchPages } from '#lib/graphql/pages.svelte.ts';
import type { Pages } from '#lib/graphql/pages.svelte.ts';
import type { LiveAnomalyEvent } from '#lib/live/live-feed.svelte.ts';
import { newer } from '#lib/triage/act.ts';
import { inserted, matchesFilter, replaced } from './anomaly-list.ts';
import { watchActs } from './live-acts.svelte.ts';

/** Rows that a list which is never released keeps waiting; beyond that the oldest are dropped and a reload finds them. */
const mostWaiting = 500;
const mostRows = 2_000;

export class LiveAnomalies {
  readonly pages: Pages<AnomalyRowFragment>;
  /** New anomalies that are not in the list yet. */
  waiting: readonly AnomalyRowFragment[] = $state.raw([]);
  /** What came in live, to let it glow. */
  arrivedIds: ReadonlySet<string> = $state.raw(new Set());
  readonly #filter: () => AnomalyFilter | null;

  constructor(pages: Pages<AnomalyRowFragment>, filter: () => AnomalyFilter | null) {
    this.pages = pages;
    this.#filter = filter;
  }

  /** New rows wait, all others change in place. */
  apply(events: readonly LiveAnomalyEvent[]): void {
    const filter = this.#filter() ?? {};
    for (const { type, anomaly } of events) {
      if (this.pages.rows) this.pages.rows = replaced(this.pages.rows, anomaly);
      this.waiting = replaced(this.waiting, anomaly);
      if (type === 'OPENED' && matchesFilter(anomaly, filter))
        this.waiting = inserted(this.waiting, anomaly, mostWaiting);
    }
  }

  /** Rows that somebody acted on, or whose suppression changed; they stay where they are until they may go. */
  adopt(changed: readonly AnomalyRowFragment[]): void {
    const byId = new Map(changed.map((row) => [row.id, row]));
    const adopted = (row: AnomalyRowFragment) => newer(row, byId.get(row.id) ?? row);
    if (this.pages.rows) this.pages.rows = this.pages.rows.map(adopted);
    this.waiting = this.waiting.map(adopted);
  }

  /** Lets in what waits, and out what no longer belongs. */
  release(): void {
    const { rows } = this.pages;
    if (!rows) return;
    const filter = this.#filter() ?? {};
    const belonging = [...rows, ...this.waiting].filter((row) => matchesFilter(row, filter));
    if (this.waiting.length === 0 && belonging.length === rows.length) return;
    const known = rows.filter((row) => matchesFilter(row, filter));
    const fresh = this.waiting.filter((row) => matchesFilter(row, filter) && !known.some(({ id }) => id === row.id));
    if (this.pages.total !== null) this.pages.total += known.length - rows.length + fresh.length;
    this.arrivedIds = new Set(fresh.map((row) => row.id));
    this.pages.rows = fresh.reduce<readonly AnomalyRowFragment[]>((list, row) => inserted(list, row, mostRows), known);
    this.waiting = [];
  }
}

/**
 * Call while a component is set up. While `held` says so, new rows wait. The range of the filter is taken when the
 * list is loaded and then stands, so that a moving clock does not reload the list; `filter` may be null: not yet.
 */
export function watchAnomalies(
  filter: () => AnomalyFilter | null,
  { held, pageSize }: { readonly held: () => boolean; readonly pageSize: number },
): LiveAnomalies {
  const { feed } = getDashboard();
  const pages = watchPages(
    AnomaliesDocument,
    () => {
      const wanted = filter();
      return wanted && { filter: wanted };
    },
    (data) => data.anomalies,
    pageSize,
  );
  const anomalies = new LiveAnomalies(pages, filter);
  $effect(() => feed.onAnomalies((events) => anomalies.apply(events)));
  watchActs(
    () => pages.rows ?? [],
    (rows) => anomalies.adopt(rows),
  );
  $effect(() => {
    void feed.revision;
    void filter();
    anomalies.waiting = [];
  });
  $effect(() => {
    void pages.rows;
    void anomalies.waiting;
    if (!held()) untrack(() => anomalies.release());
  });
  return anomalies;
}
