/** The reader's clock as state: what counts down or grows old follows it. */

/** Call while a component is set up. `periodMs` 0: it stands. */
export function ticking(periodMs: () => number): { readonly now: number } {
  let now = $state(Date.now());
  $effect(() => {
    const period = periodMs();
    if (period === 0) return;
    now = Date.now();
    const timer = setInterval(() => (now = Date.now()), period);
    return () => clearInterval(timer);
  });
  return {
    get now() {
      return now;
    },
  };
}
