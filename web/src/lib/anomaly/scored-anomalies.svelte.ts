/** All anomalies of a range for swim lanes and charts of scores: read page by page up to a limit, again when something changes. */
import { onDestroy } from 'svelte';
import { getDashboard } from '#lib/dashboard.ts';
import { faultOf } from '#lib/graphql/fault.ts';
import { ScoredAnomaliesDocument } from '#lib/graphql/generated/graphql.ts';
import type { AnomalyFilter, ScoredAnomalyFragment, TimeRange } from '#lib/graphql/generated/graphql.ts';
import { Watched } from '#lib/graphql/watch.svelte.ts';
import { throttle } from '#lib/live/throttle.ts';

const pageSize = 500;
export const mostAnomalies = 2_000;
/** Such a chart is looked at, not waited for: it follows a storm of events at its leisure. */
const periodMs = 2_000;

export interface ScoredAnomalies {
  readonly total: number;
  readonly anomalies: readonly ScoredAnomalyFragment[];
}

interface ScoredFilter extends AnomalyFilter {
  readonly during: TimeRange;
}

/** Call while a component is set up. `filter` null: not yet. One read is under way at a time. */
export function watchScoredAnomalies(filter: () => ScoredFilter | null): Watched<ScoredAnomalies, ScoredFilter> {
  const { client, feed } = getDashboard();
  let wanted: ScoredFilter | null = null;
  let running = false;
  let again = false;
  let gone = false;

  async function read(asked: ScoredFilter): Promise<ScoredAnomalies | null> {
    const anomalies: ScoredAnomalyFragment[] = [];
    let after: string | null = null;
    for (;;) {
      const { data, error }: Awaited<ReturnType<typeof askPage>> = await askPage(asked, after);
      watched.fault = error ? faultOf(error) : null;
      if (!data) return null;
      const { edges, pageInfo, totalCount } = data.anomalies;
      anomalies.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage || anomalies.length >= mostAnomalies || gone) return { total: totalCount, anomalies };
      after = pageInfo.endCursor ?? null;
    }
  }
  const askPage = (asked: ScoredFilter, after: string | null) =>
    client.query(ScoredAnomaliesDocument, { first: pageSize, after, filter: asked }).toPromise();

  async function ask(): Promise<void> {
    again = running;
    if (running || wanted === null) return;
    running = true;
    const asked = wanted;
    const answer = await read(asked);
    running = false;
    if (gone) return;
    if (answer) [watched.data, watched.askedWith] = [answer, asked];
    if (again) void ask();
  }

  const watched = new Watched<ScoredAnomalies, ScoredFilter>(() => void ask());
  const follow = throttle<void>(() => void ask(), periodMs);
  $effect(() => {
    wanted = filter();
    void feed.revision;
    follow();
  });
  $effect(() => feed.onAnomalies(() => follow()));
  onDestroy(() => {
    gone = true;
    follow.cancel();
  });
  return watched;
}
