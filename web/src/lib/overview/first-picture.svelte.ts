/**
 * What is wrong comes first. The charts take a slow machine longer to draw than all the rest, so they come when the
 * list has been painted; but no later than `patienceMs` after the page, should the list be long in coming.
 */
import { onMount } from 'svelte';
import { afterPaint } from '#lib/panels/after-paint.ts';

const patienceMs = 1_000;

export class FirstPicture {
  isPainted = $state(false);
  #forget = () => {};

  /** Call while a page is set up. */
  constructor() {
    onMount(() => {
      const timer = setTimeout(() => (this.isPainted = true), patienceMs);
      return () => {
        clearTimeout(timer);
        this.#forget();
      };
    });
  }

  /** The list is in the document. */
  listed(): void {
    if (!this.isPainted) this.#forget = afterPaint(() => (this.isPainted = true));
  }
}
