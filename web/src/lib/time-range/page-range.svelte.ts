/** The time range of the page that is open: chosen in the address, resolved against the newest data. */
import { untrack } from 'svelte';
import { goto } from '$app/navigation';
import { page } from '$app/state';
import { getDashboard } from '#lib/dashboard.ts';
import { withParameters } from './address.ts';
import { readTimeRange, resolutionOf, resolveTimeRange, timeRangeParameters, toIso } from './time-range.ts';
import type { TimeRangeChoice, TimeSpan } from './time-range.ts';

export class PageRange {
  readonly #feed = getDashboard().feed;
  readonly choice = $derived(readTimeRange(page.url.searchParams));
  /** Null while it is not known how far the data reaches. */
  readonly span = $derived.by(() => {
    if (this.choice.kind === 'absolute') return { from: this.choice.from, to: this.choice.to };
    return this.#feed.asOf === null ? null : resolveTimeRange(this.choice, this.#feed.asOf);
  });
  /** The span as a query takes it. */
  readonly timeRange = $derived(this.span && { from: toIso(this.span.from), to: toIso(this.span.to) });
  readonly resolution = $derived(this.span ? resolutionOf(this.span, this.#feed.slotMs) : 'TEN_MINUTES');

  /**
   * The span as it was when it was chosen, or when the feed last told the pages to ask again: for lists, whose rows
   * a moving clock must not move.
   */
  readonly settledTimeRange = $derived.by(() => {
    void [this.choice, this.#feed.revision, this.#known];
    return untrack(() => this.timeRange);
  });
  readonly #known = $derived(this.span !== null);

  /** Chooses what was marked on a chart, out to whole slots; a span shorter than two slots would show nothing. */
  zoom({ from, to }: TimeSpan): void {
    const { slotMs } = this.#feed;
    const start = Math.floor(from / slotMs) * slotMs;
    const end = Math.ceil(to / slotMs) * slotMs;
    if (end - start >= 2 * slotMs) void this.choose({ kind: 'absolute', from: start, to: end });
  }

  /** A step in the browser's history, so that Back undoes it. */
  choose(choice: TimeRangeChoice): Promise<void> {
    return goto(withParameters(page.url, timeRangeParameters(choice)), { reset: false });
  }
}
