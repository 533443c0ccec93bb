/** The port from the API to the detector: how one subscriber's past was judged, computed again from history by the same code. */
import type { Rule } from '../domain/rule.ts';
import type { TracedSlot } from '../domain/trace.ts';
import type { TimeRange } from '../history/history.ts';

export interface BaselineReader {
  /** By which it judges. */
  readonly rule: Rule;
  /** In time order; only slots with an observation. */
  baseline(subscriber: string, range: TimeRange): Promise<TracedSlot[]>;
}
