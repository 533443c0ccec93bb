/**
 * A list in a page that scrolls: of a long one only rows near the view are drawn, and what is read stays where it is when rows come, go or grow
 * above it. Rows are measured, so they may be of any height: they wrap as wide as the window is, and as large as the reader's letters.
 */
import { flushSync, untrack } from 'svelte';
import { on } from 'svelte/events';
import { drawnRows, isDrawnWhole, rowsOnPaper } from './drawn-rows.ts';
import type { DrawnRows } from './drawn-rows.ts';
import { RowPlaces } from './row-places.ts';

/** What bars cover at either edge of the window, roughly. */
const coveredPixels = 48;
const guessedRowPixels = 64;

/** Where the upper edge of the window is: so far below the start of a row, or of the list while that is not above it. */
interface Reading {
  readonly row: { readonly id: string; readonly index: number } | null;
  readonly pixels: number;
}

/** Where a reader is, to go back there later. */
export interface ListPlace {
  readonly reading: Reading;
  readonly focusedId: string | null;
}

export class LongList {
  readonly #places = new RowPlaces(guessedRowPixels);
  readonly #ids: () => readonly string[];
  #element: HTMLElement | undefined;
  /** Where the upper edge of the window was seen last, pixels below the start of the list. */
  #seen = 0;
  #reading: Reading = $state.raw({ row: null, pixels: 0 });
  #windowHeight = $state(0);
  #measurements = $state(0);
  #focusedId: string | null = $state(null);
  /** While it is printed. */
  isOnPaper = $state(false);

  /** What is asked of the places depends on it: another object when other rows are listed. */
  readonly #listed = $derived.by(() => {
    this.#places.list(this.#ids());
    return {};
  });
  /** Where the upper edge of the window belongs. */
  readonly #top = $derived.by(() => {
    void [this.#listed, this.#measurements];
    const { row, pixels } = this.#reading;
    if (row === null) return pixels;
    const index = this.#places.id(row.index) === row.id ? row.index : this.#places.indexOf(row.id);
    return this.#places.start(index === -1 ? row.index : index) + pixels;
  });
  readonly #focused = $derived.by(() => {
    void this.#listed;
    return this.#focusedId === null ? -1 : this.#places.indexOf(this.#focusedId);
  });
  /** Whether all rows are drawn wherever the window is. */
  readonly isWhole = $derived.by(() => {
    void this.#listed;
    return isDrawnWhole(this.#places);
  });
  /** First and last row in the window, -1 while none is. */
  readonly inWindow = $derived.by(() => {
    const [from, to] = [this.#top + coveredPixels, this.#top + this.#windowHeight - coveredPixels];
    if (to < 0 || from > this.#places.height) return { first: -1, last: -1 };
    return { first: this.#places.at(from), last: this.#places.at(to) };
  });
  readonly drawn: DrawnRows = $derived.by(() => {
    void [this.#listed, this.#measurements];
    if (this.isOnPaper) return rowsOnPaper(this.#places, this.inWindow.first);
    return drawnRows(this.#places, { top: this.#top, bottom: this.#top + this.#windowHeight }, this.#focused);
  });

  /** Call while a component is set up. */
  constructor(ids: () => readonly string[]) {
    this.#ids = ids;
    // In this order: what was measured is drawn first, and only then the list is as high as it takes to go there.
    $effect(() => {
      const top = this.#top;
      untrack(() => this.#scrollTo(top));
    });
    $effect(() => {
      void this.drawn;
      untrack(() => this.#measure());
    });
  }

  /** For the element around the rows, each of which says its index in `data-row`. */
  readonly attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    // Not before the next frame: what an observer changes at once it would have to observe in the same one.
    const resized = new ResizeObserver(() => requestAnimationFrame(() => this.#look()));
    resized.observe(document.body);
    untrack(() => this.#look());
    const stops = [
      on(window, 'scroll', () => this.#look()),
      on(window, 'beforeprint', () => this.#print(true)),
      on(window, 'afterprint', () => this.#print(false)),
      on(element, 'focusin', ({ target }) => this.#follow(target)),
    ];
    return () => {
      resized.disconnect();
      for (const stop of stops) stop();
      this.#element = undefined;
    };
  };

  /** Draws the row wherever it is, so that it can get the focus. */
  draw(id: string): void {
    this.#focusedId = id;
    flushSync();
  }

  get place(): ListPlace {
    return { reading: this.#reading, focusedId: this.#focusedId };
  }

  /** Where another list of the same rows was read. */
  goTo({ reading, focusedId }: ListPlace): void {
    this.#focusedId = focusedId;
    this.#reading = reading;
  }

  /** Back to where the list begins, if that was scrolled out. */
  goToStart(): void {
    if (this.#edge > 0) this.#element?.scrollIntoView({ block: 'start', behavior: 'instant' });
    this.#look();
  }

  #follow(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    if (row) this.#focusedId = this.#places.id(Number(row.dataset['row'])) ?? null;
  }

  #look(): void {
    if (!this.#element || this.isOnPaper) return;
    void this.#listed;
    this.#windowHeight = innerHeight / this.#zoom;
    this.#seen = this.#edge;
    const index = this.#seen + coveredPixels > 0 ? this.#places.at(this.#seen + coveredPixels) : -1;
    const id = this.#places.id(index);
    this.#reading =
      id === undefined
        ? { row: null, pixels: this.#seen }
        : { row: { id, index }, pixels: this.#seen - this.#places.start(index) };
    this.#measure();
  }

  #scrollTo(top: number): void {
    const way = top - this.#seen;
    if (way === 0 || this.#reading.row === null || this.isOnPaper) return;
    this.#seen = top;
    scrollBy({ top: way * this.#zoom, behavior: 'instant' });
  }

  #measure(): void {
    const rows = [...(this.#element?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const zoom = this.#zoom;
    const heights = new Map(rows.map((row) => [Number(row.dataset['row']), row.getBoundingClientRect().height / zoom]));
    if (this.#places.measure(heights)) this.#measurements += 1;
  }

  /** Paper shows rows one after the other, so the page is another one while it is printed: then back to where it was. */
  #print(isOnPaper: boolean): void {
    this.isOnPaper = isOnPaper;
    flushSync();
    if (!isOnPaper) {
      this.#seen = this.#edge;
      this.#scrollTo(this.#top);
    }
  }

  get #edge(): number {
    return this.#element ? -this.#element.getBoundingClientRect().top / this.#zoom : 0;
  }

  /** A wall display is larger than its pixels. */
  get #zoom(): number {
    return this.#element?.currentCSSZoom ?? 1;
  }
}
