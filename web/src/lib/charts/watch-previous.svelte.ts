/** The traffic of the period before the range of the page, moved onto it; nothing while the reader does not want it. */
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { page } from '$app/state';
import { getDashboard } from '#lib/dashboard.ts';
import { formatDuration } from '#lib/format/duration.ts';
import type { TrafficChartPointFragment } from '#lib/graphql/generated/graphql.ts';
import { watchQuery } from '#lib/graphql/watch.svelte.ts';
import type { PageRange } from '#lib/time-range/page-range.svelte.ts';
import { spanOf, stepMsOf, toIso } from '#lib/time-range/time-range.ts';
import type { Resolution, TimeSpan } from '#lib/time-range/time-range.ts';
import { text } from '#lib/text/text.ts';
import { trafficRows } from './from-api.ts';
import { moved, previousOf, previousPeriod, wantsPrevious } from './previous-period.ts';
import type { Previous } from './previous-period.ts';

/** What such a query is asked with. */
export interface TrafficVariables {
  readonly timeRange: { readonly from: string; readonly to: string };
  readonly resolution: Resolution;
}

interface Source<Data, Variables> {
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: (asked: TrafficVariables) => Variables;
  readonly points: (data: Data) => readonly TrafficChartPointFragment[];
}

/** The range of the page, and what the newest answer is drawn over. */
export interface Shown {
  readonly range: PageRange;
  readonly span: TimeSpan | undefined;
  readonly stepMs: number;
}

/** Call while a component is set up. `shown` is what the rows are moved onto. */
export function watchPrevious<Data, Variables extends AnyVariables & TrafficVariables>(
  { document, variables, points }: Source<Data, Variables>,
  shown: () => Shown,
): { readonly current: Previous | undefined } {
  const { feed } = getDashboard();
  const wanted = $derived(wantsPrevious(page.url.searchParams));
  const query = watchQuery<Data, Variables>(document, () => {
    const { range } = shown();
    if (!wanted || !range.span) return null;
    const { span } = previousPeriod(range.span, stepMsOf(range.resolution, feed.slotMs));
    return variables({ timeRange: { from: toIso(span.from), to: toIso(span.to) }, resolution: range.resolution });
  });

  const current = $derived.by(() => {
    const { data, askedWith } = query;
    const { span, stepMs } = shown();
    if (!wanted || data === undefined || !askedWith || !span) return undefined;
    const { span: before, shiftMs } = previousPeriod(span, stepMs);
    const asked = spanOf(askedWith.timeRange);
    // Between two ranges the answers may be of one and the other; a moved clock alone changes no length.
    if (asked.to - asked.from !== before.to - before.from) return undefined;
    const label = text.chart.previous.label(formatDuration(shiftMs / 1000));
    return previousOf(moved(trafficRows(points(data), stepMs), shiftMs), label);
  });
  return {
    get current() {
      return current;
    },
  };
}
