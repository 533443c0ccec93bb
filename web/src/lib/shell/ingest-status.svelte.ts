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
  const follow = (answer: IngestStatusQuery | undefined) => {
    if (!answer) return;
    feed.slotMs = answer.ingest.slotSeconds * 1000;
    if (answer.ingest.dataAsOf) feed.advanceTo(Date.parse(answer.ingest.dataAsOf));
  };
  // At once where the answer is there before the page: its first picture then knows how far the data reaches.
  follow(status.data);
  $effect(() => follow(status.data));

  $effect(() => {
    const period = status.data?.ingest.phase === 'LIVE' ? quietPeriodMs : busyPeriodMs;
    const timer = setInterval(() => {
      if (!document.hidden && feed.pausedAt === null) status.refresh();
    }, period);
    return () => clearInterval(timer);
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
