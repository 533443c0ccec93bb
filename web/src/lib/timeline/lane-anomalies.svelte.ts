/** All anomalies of a range for the swim lanes: read page by page up to a limit, again when something changes. */
import { onDestroy } from 'svelte';
import { getDashboard } from '#lib/dashboard.ts';
import { faultOf } from '#lib/graphql/fault.ts';
import { LaneAnomaliesDocument } from '#lib/graphql/generated/graphql.ts';
import type { LaneAnomalyFragment, TimeRange } from '#lib/graphql/generated/graphql.ts';
import { Watched } from '#lib/graphql/watch.svelte.ts';
import { throttle } from '#lib/live/throttle.ts';

const pageSize = 500;
export const mostAnomalies = 2_000;
/** A swim lane is looked at, not waited for: it follows a storm of events at its leisure. */
const periodMs = 2_000;

export interface LaneAnomalies {
  readonly total: number;
  readonly anomalies: readonly LaneAnomalyFragment[];
}

/** Call while a component is set up. `during` null: not yet. One read is under way at a time. */
export function watchLaneAnomalies(during: () => TimeRange | null): Watched<LaneAnomalies, { during: TimeRange }> {
  const { client, feed } = getDashboard();
  let wanted: TimeRange | null = null;
  let running = false;
  let again = false;
  let gone = false;

  async function read(range: TimeRange): Promise<LaneAnomalies | null> {
    const anomalies: LaneAnomalyFragment[] = [];
    let after: string | null = null;
    for (;;) {
      const { data, error }: Awaited<ReturnType<typeof askPage>> = await askPage(range, after);
      watched.fault = error ? faultOf(error) : null;
      if (!data) return null;
      const { edges, pageInfo, totalCount } = data.anomalies;
      anomalies.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage || anomalies.length >= mostAnomalies || gone) return { total: totalCount, anomalies };
      after = pageInfo.endCursor ?? null;
    }
  }
  const askPage = (range: TimeRange, after: string | null) =>
    client.query(LaneAnomaliesDocument, { first: pageSize, after, during: range }).toPromise();

  async function ask(): Promise<void> {
    again = running;
    if (running || wanted === null) return;
    running = true;
    const asked = wanted;
    const answer = await read(asked);
    running = false;
    if (gone) return;
    if (answer) [watched.data, watched.askedWith] = [answer, { during: asked }];
    if (again) void ask();
  }

  const watched = new Watched<LaneAnomalies, { during: TimeRange }>(() => void ask());
  const follow = throttle<void>(() => void ask(), periodMs);
  $effect(() => {
    wanted = during();
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
