/** The time range of the page that is open: chosen in the address, resolved against the newest data. */
import { untrack } from 'svelte';
import { goto } from '$app/navigation';
import { page } from '$app/state';
import { getDashboard } from '#lib/dashboard.ts';
import { withParameters } from './address.ts';
import {
  readTimeRange,
  resolutionOf,
  resolveTimeRange,
  scaleTimeRange,
  timeRangeParameters,
  toIso,
} from './time-range.ts';
import type { TimeRangeChoice, TimeSpan } from './time-range.ts';

/** Further back than this nobody goes step by step. */
const mostZooms = 20;

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

  /** Where zooming started from, the newest last. */
  readonly #before: TimeRangeChoice[] = [];

  /** Chooses what was marked on a chart, out to whole slots; a span shorter than two slots would show nothing. */
  zoom({ from, to }: TimeSpan): void {
    const { slotMs } = this.#feed;
    const start = Math.floor(from / slotMs) * slotMs;
    const end = Math.ceil(to / slotMs) * slotMs;
    if (end - start >= 2 * slotMs) this.#zoomTo({ from: start, to: end });
  }

  /** Half or twice the length. */
  scale(factor: 0.5 | 2): void {
    if (!this.span) return;
    const { slotMs, asOf } = this.#feed;
    this.#zoomTo(scaleTimeRange(this.span, factor, slotMs, asOf ?? this.span.to));
  }

  /** Back to the range before the newest zoom; nothing when nothing was zoomed. */
  reset(): void {
    const before = this.#before.pop();
    if (before) void this.choose(before);
  }

  #zoomTo(span: TimeSpan): void {
    this.#before.push(this.choice);
    if (this.#before.length > mostZooms) this.#before.shift();
    void this.choose({ kind: 'absolute', ...span });
  }

  /** A step in the browser's history, so that Back undoes it. */
  choose(choice: TimeRangeChoice): Promise<void> {
    return goto(withParameters(page.url, timeRangeParameters(choice)), { reset: false });
  }
}
