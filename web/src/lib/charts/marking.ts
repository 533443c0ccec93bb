/** Marks a stretch of a chart by keys: where it starts, where it ends, and what each key does to it. */
import type { TimeSpan } from '../time-range/time-range.ts';

/** Indices of rows; a mark is between `anchor` and `at`. */
export interface Marking {
  readonly at: number;
  readonly anchor: number | null;
}

export type MarkingStep =
  { readonly kind: 'move'; readonly marking: Marking } | { readonly kind: 'zoom' | 'reset' | 'none' };

const moves: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  PageDown: (at, last) => at - Math.ceil(last / 10),
  PageUp: (at, last) => at + Math.ceil(last / 10),
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows move; with Shift they mark from where they started. Enter zooms, Escape takes the mark away, then resets. */
export function markingStep({ at, anchor }: Marking, key: string, shift: boolean, last: number): MarkingStep {
  const move = moves[key];
  if (move) {
    const moved = Math.max(0, Math.min(last, move(at, last)));
    return { kind: 'move', marking: { at: moved, anchor: shift ? (anchor ?? at) : null } };
  }
  if (key === 'Enter') return { kind: anchor === null ? 'none' : 'zoom' };
  if (key === 'Escape') return anchor === null ? { kind: 'reset' } : { kind: 'move', marking: { at, anchor: null } };
  return { kind: 'none' };
}

/** The stretch between two instants, whichever is earlier. */
export const between = (a: number, b: number): TimeSpan => ({ from: Math.min(a, b), to: Math.max(a, b) });
