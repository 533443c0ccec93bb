/**
 * What is wrong comes first. The charts take a slow machine longer to draw than all the rest, so they come when the
 * list has been painted; but no later than `patienceMs` after the page, should the list be long in coming.
 */
import { onMount } from 'svelte';

const patienceMs = 1_000;

export interface FirstPicture {
  readonly isPainted: boolean;
  /** To be called when the list is in the document. */
  listed(): void;
}

/** Call while a page is set up. */
export function watchFirstPicture(): FirstPicture {
  let isPainted = $state(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const after = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => (isPainted = true), ms);
  };
  onMount(() => {
    after(patienceMs);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  });
  return {
    get isPainted() {
      return isPainted;
    },
    // A frame is painted behind its callbacks: a task from there comes after it.
    listed() {
      if (!isPainted) frame = requestAnimationFrame(() => after(0));
    },
  };
}
