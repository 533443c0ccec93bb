/** How long a range of top talkers may be, as the server's refusal tells it. */
import type { Fault } from '../graphql/fault.ts';
import { presetNames, presets } from '../time-range/time-range.ts';
import type { Preset, TimeSpan } from '../time-range/time-range.ts';

const hour = 3_600_000;

interface Longest {
  /** Whole hours. */
  readonly seconds: number;
  /** The longest of the ranges to choose from that is no longer; null when even the shortest is. */
  readonly preset: Preset | null;
}

/** Null for any other fault. The work grows with the length, as long as about as many subscribers are there. */
export function longestRange(fault: Fault | null, { from, to }: TimeSpan): Longest | null {
  const { code, given, most } = fault?.extensions ?? {};
  if (code !== 'RANGE_TOO_LARGE' || typeof given !== 'number' || typeof most !== 'number') return null;
  const length = Math.floor(((to - from) * most) / given / hour) * hour;
  return { seconds: length / 1000, preset: presetNames.findLast((name) => presets[name] <= length) ?? null };
}
