/** The stretch of time that slots lie in, and the rows of a part of it. */
import type { Row } from '#lib/charts/rows.ts';
import type { TimeSpan } from '#lib/time-range/time-range.ts';

/** From the start of the first slot to the end of the last; null without any. In time order. */
export function spanOfSlots(slots: readonly { readonly start: string }[], stepMs: number): TimeSpan | null {
  const [first, last] = [slots[0], slots.at(-1)];
  return first && last ? { from: Date.parse(first.start), to: Date.parse(last.start) + stepMs } : null;
}

export const within = <R extends Row>(rows: readonly R[], { from, to }: TimeSpan): R[] =>
  rows.filter(({ at }) => at >= from && at < to);
