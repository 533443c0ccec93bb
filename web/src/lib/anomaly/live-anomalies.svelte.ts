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
import { newestFirst, precedes } from './anomaly-order.ts';
import type { Order } from './anomaly-order.ts';
import { watchActs } from './live-acts.svelte.ts';

/** Rows that a list which is never released keeps waiting; beyond that the last are dropped and a reload finds them. */
const mostWaiting = 500;
/** Rows of a list that grows by itself, with nobody there to ask for more. */
const mostRows = 2_000;

export class LiveAnomalies {
  readonly pages: Pages<AnomalyRowFragment>;
  /** New anomalies that are not in the list yet. */
  waiting: readonly AnomalyRowFragment[] = $state.raw([]);
  /** What came in live, to let it glow. */
  arrivedIds: ReadonlySet<string> = $state.raw(new Set());
  readonly #filter: () => AnomalyFilter | null;
  readonly #order: () => Order;

  constructor(pages: Pages<AnomalyRowFragment>, filter: () => AnomalyFilter | null, order: () => Order) {
    this.pages = pages;
    this.#filter = filter;
    this.#order = order;
  }

  /** New rows wait, all others change in place. */
  apply(events: readonly LiveAnomalyEvent[]): void {
    const filter = this.#filter() ?? {};
    const told = events.map(({ anomaly }) => anomaly);
    const opened = events.filter(({ type, anomaly }) => type === 'OPENED' && matchesFilter(anomaly, filter));
    const fresh = opened.map(({ anomaly }) => anomaly);
    if (this.pages.rows) this.pages.rows = replaced(this.pages.rows, told);
    this.waiting = inserted(replaced(this.waiting, told), fresh, this.#order()).slice(0, mostWaiting);
  }

  /** Rows that somebody acted on, or whose suppression changed; they stay where they are until they may go. */
  adopt(changed: readonly AnomalyRowFragment[]): void {
    if (this.pages.rows) this.pages.rows = replaced(this.pages.rows, changed, newer);
    this.waiting = replaced(this.waiting, changed, newer);
  }

  /** Lets in what waits, and out what no longer belongs; `most` rows stay. What belongs on a later page comes with that one. */
  release(most = Number.POSITIVE_INFINITY): void {
    const { rows, hasMore } = this.pages;
    if (!rows) return;
    const filter = this.#filter() ?? {};
    const known = rows.filter((row) => matchesFilter(row, filter));
    if (this.waiting.length === 0 && known.length === rows.length) return;
    const last = hasMore ? known.at(-1) : undefined;
    const ids = new Set(known.map(({ id }) => id));
    const fresh = this.waiting.filter((row) => matchesFilter(row, filter) && !ids.has(row.id));
    const here = last ? fresh.filter((row) => precedes(row, last, this.#order())) : fresh;
    if (this.pages.total !== null) this.pages.total += known.length - rows.length + fresh.length;
    this.arrivedIds = new Set(here.map(({ id }) => id));
    this.pages.rows = inserted(known, here, this.#order()).slice(0, most);
    this.waiting = [];
  }
}

interface Options {
  readonly held: () => boolean;
  readonly pageSize: number;
  readonly order?: () => Order;
}

/**
 * Call while a component is set up. While `held` says so, new rows wait. The range of the filter is taken when the
 * list is loaded and then stands, so that a moving clock does not reload the list; `filter` may be null: not yet.
 */
export function watchAnomalies(
  filter: () => AnomalyFilter | null,
  { held, pageSize, order = () => newestFirst }: Options,
): LiveAnomalies {
  const { feed } = getDashboard();
  const pages = watchPages(
    AnomaliesDocument,
    () => {
      const wanted = filter();
      return wanted && { filter: wanted, orderBy: [...order()] };
    },
    (data) => data.anomalies,
    pageSize,
  );
  const anomalies = new LiveAnomalies(pages, filter, order);
  $effect(() => feed.onAnomalies((events) => anomalies.apply(events)));
  watchActs(
    () => pages.rows ?? [],
    (rows) => anomalies.adopt(rows),
  );
  $effect(() => {
    void feed.revision;
    void [filter(), order()];
    anomalies.waiting = [];
  });
  $effect(() => {
    void pages.rows;
    void anomalies.waiting;
    if (!held()) untrack(() => anomalies.release(mostRows));
  });
  return anomalies;
}
