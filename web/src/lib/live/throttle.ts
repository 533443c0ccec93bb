/** Lets calls through at most once per period: the first at once, the newest of the rest when the period is over. */

export interface Throttle<Value> {
  (value: Value): void;
  /** Forgets what is waiting. */
  cancel(): void;
}

export function throttle<Value>(pass: (value: Value) => void, periodMs: number): Throttle<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { value: Value } | undefined;

  const open = () => {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    timer = setTimeout(open, periodMs);
    pass(value);
  };

  const offer = (value: Value) => {
    waiting = { value };
    if (timer === undefined) open();
  };
  return Object.assign(offer, {
    cancel() {
      clearTimeout(timer);
      timer = undefined;
      waiting = undefined;
    },
  });
}
