/** How new the data is: told by how long nothing new came, since the data's own clock may be of any zone. */

export type Freshness = 'fresh' | 'late' | 'stale';

/** No clock on Earth is farther behind another: data older than that is old, whatever its zone. */
const farthestZoneMs = 14 * 3_600_000;
/** The next slot is due after one; half of one more is no reason to worry. */
const lateAfterSlots = 1.5;
const staleAfterSlots = 2;

export function freshnessOf(lagMs: number, slotMs: number): Freshness {
  if (lagMs > staleAfterSlots * slotMs) return 'stale';
  return lagMs > lateAfterSlots * slotMs ? 'late' : 'fresh';
}

/** When this browser first saw that the data reaches to `asOf`. Both epoch milliseconds, `seenAt` on the reader's clock. */
export interface Sighting {
  readonly asOf: number;
  readonly seenAt: number;
}

/** Milliseconds without anything new. */
export function lagOf({ asOf, seenAt }: Sighting, now: number): number {
  const behind = now - asOf;
  return Math.max(0, behind > farthestZoneMs ? behind : 0, now - seenAt);
}

/** The sighting of a kept one's text; null for anything else. */
export function readSighting(text: string | null): Sighting | null {
  const [asOf, seenAt, ...more] = (text ?? '').split(' ').map(Number);
  return asOf && seenAt && more.length === 0 ? { asOf, seenAt } : null;
}

export const writeSighting = ({ asOf, seenAt }: Sighting): string => `${asOf} ${seenAt}`;
