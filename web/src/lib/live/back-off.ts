/** How long to wait before connecting again: doubling with full jitter, so that all browsers do not come back at once. */

const leastMs = 500;
const mostMs = 30_000;

/** Milliseconds before attempt `attempt` (from 0). `random` is in [0, 1). */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(mostMs, leastMs * 2 ** (attempt + 1));
  return leastMs + random() * (ceiling - leastMs);
}
