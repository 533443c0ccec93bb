/** What a chart can do to the range of its page. */
import type { TimeSpan } from '../time-range/time-range.ts';

export interface Zoom {
  /** Shows a stretch that was marked. */
  zoom(span: TimeSpan): void;
  /** Goes back to the range before. */
  reset(): void;
}
