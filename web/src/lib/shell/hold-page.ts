/** Holds the page still, or lets it go on: a step in the browser's history, so that Back undoes it. */
import { goto } from '$app/navigation';
import { page } from '$app/state';
import { heldParameter } from '#lib/live/held-address.ts';
import type { LiveFeed } from '#lib/live/live-feed.svelte.ts';
import { withParameters } from '#lib/time-range/address.ts';

/** Does nothing while there are no data to hold. */
export function holdOrGoOn({ pausedAt, asOf }: Pick<LiveFeed, 'pausedAt' | 'asOf'>): void {
  if (pausedAt === null && asOf === null) return;
  void goto(withParameters(page.url, heldParameter(pausedAt === null ? asOf : null)), { reset: false });
}
