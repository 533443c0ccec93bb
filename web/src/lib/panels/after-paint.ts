/** Lets the browser paint first what there is. */

/** Calls when the next frame is on the screen, unless the returned function is called before. */
export function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A frame is painted behind its callbacks: a task from there comes after it.
  const frame = requestAnimationFrame(() => (timer = setTimeout(act)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
