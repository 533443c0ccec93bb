/** How urgent an anomaly is, and which comes first when there is room for few: both fixed at detection. */
import type { Severity } from './anomaly.ts';

export interface Weight {
  /** -log10 of the chance per day. */
  readonly score: number;
  /** Bytes per second above the usual, both directions. */
  readonly excessBytesPerSecond: number;
  /** How long it had lasted at detection, seconds. */
  readonly seconds: number;
  /** Whether the subscriber is known well enough for more than a hint. */
  readonly isKnown: boolean;
}

/** One subscriber in a million, each day. */
const improbableScore = 6;
/** 2 Mbit/s beyond the usual: enough for a million spam mails of 20 kB a day. */
const harmfulBytesPerSecond = 250_000;
const lastingSeconds = 2 * 3600;

/** One mark for improbable, harmful and lasting each: none is info, one warning, more are critical. */
export function severityOf({ score, excessBytesPerSecond, seconds, isKnown }: Weight): Severity {
  if (!isKnown) return 'info';
  const marks =
    Number(score >= improbableScore) +
    Number(excessBytesPerSecond >= harmfulBytesPerSecond) +
    Number(seconds >= lastingSeconds);
  return marks === 0 ? 'info' : marks === 1 ? 'warning' : 'critical';
}

/** Grows with improbability, excess and duration; ten times the excess is worth as much as four decades of chance. */
export function rankOf({ score, excessBytesPerSecond, seconds }: Weight): number {
  return Math.min(score, 20) / 4 + Math.log10(1 + excessBytesPerSecond / 1000) + Math.log10(1 + seconds / 600) / 2;
}
