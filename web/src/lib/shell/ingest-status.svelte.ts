/** The state of ingest for the whole dashboard: asked often while data is being read, seldom once it is live. */
import { IngestStatusDocument } from '#lib/graphql/generated/graphql.ts';
import type { IngestStatusQuery } from '#lib/graphql/generated/graphql.ts';
import { watchQuery } from '#lib/graphql/watch.svelte.ts';
import type { Watched } from '#lib/graphql/watch.svelte.ts';
import { getDashboard } from '#lib/dashboard.ts';
import { throttle } from '#lib/live/throttle.ts';

const busyPeriodMs = 1_000;
const quietPeriodMs = 15_000;

/** Call while the layout is set up. Keeps the feed's clock going as well, for when no slot is pushed. */
export function watchIngestStatus(): Watched<IngestStatusQuery> {
  const { feed } = getDashboard();
  const status = watchQuery(IngestStatusDocument, () => ({}));

  $effect(() => {
    const period = status.data?.ingest.phase === 'LIVE' ? quietPeriodMs : busyPeriodMs;
    const timer = setInterval(() => {
      if (!document.hidden && feed.pausedAt === null) status.refresh();
    }, period);
    return () => clearInterval(timer);
  });
  $effect(() => {
    const ingest = status.data?.ingest;
    if (!ingest) return;
    feed.slotMs = ingest.slotSeconds * 1000;
    if (ingest.dataAsOf) feed.advanceTo(Date.parse(ingest.dataAsOf));
  });
  $effect(() => {
    const refresh = throttle<void>(() => status.refresh(), busyPeriodMs);
    const stop = feed.onAnomalies(() => refresh());
    return () => {
      stop();
      refresh.cancel();
    };
  });
  return status;
}
