/** A phase: a stretch of time in which a subscriber's traffic is a multiple of what it would otherwise be. */
import type { EpochSeconds } from '../../domain/traffic.ts';

export interface Phase {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  /** Multiple of the usual upload rate, below 1 for a fall; with `ramp` the value reached at the end. */
  readonly upFactor: number;
  readonly downFactor: number;
  /** Whether the factors grow evenly from 1 instead of holding all the time. */
  readonly ramp: boolean;
  /**
   * Whether the router reconnects at both ends. Counters report means since the session's start, so a change inside
   * a long session is diluted. A takeover reboots the router and a flood drops the line: those show undiluted.
   */
  readonly reconnects: boolean;
}

/** Whether the line is down as a whole: no session, no record. */
export function isOffline(phase: Phase): boolean {
  return phase.reconnects && phase.upFactor === 0 && phase.downFactor === 0;
}

/** Seconds at full strength that the phase adds to an interval: to be multiplied by (factor - 1). */
export function fullStrengthSeconds(phase: Phase, from: EpochSeconds, to: EpochSeconds): number {
  const begin = Math.max(from, phase.from);
  const end = Math.min(to, phase.to);
  if (end <= begin) return 0;
  if (!phase.ramp) return end - begin;
  // The integral of a factor that grows from 0 to 1 over the phase.
  return ((end - phase.from) ** 2 - (begin - phase.from) ** 2) / (2 * (phase.to - phase.from));
}

const shortestPieceSeconds = 60;

/**
 * The sessions that a session becomes when phases force reconnects: pairs of start and end in time order.
 * A reconnect closer than a minute to one that happens anyway is left out.
 */
export function reconnectedPieces(
  startedAt: EpochSeconds,
  endsAt: EpochSeconds,
  phases: readonly Phase[],
  gapAfter: (endedAt: EpochSeconds) => number,
): [EpochSeconds, EpochSeconds][] {
  const cuts = phases.filter((phase) => phase.reconnects).flatMap((phase) => [phase.from, phase.to]);
  const pieces: [EpochSeconds, EpochSeconds][] = [];
  let start = startedAt;
  for (const cut of cuts.sort((a, b) => a - b)) {
    const next = cut + gapAfter(cut);
    if (cut < start + shortestPieceSeconds || next > endsAt - shortestPieceSeconds) continue;
    pieces.push([start, cut]);
    start = next;
  }
  pieces.push([start, endsAt]);
  return pieces;
}
