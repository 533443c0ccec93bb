/** How many devices one question asks for, and how closely: an operation has a greatest cost, and a chart only so many pixels. */
import { resolutionOf, stepMsOf } from '#lib/time-range/time-range.ts';
import type { Resolution, TimeSpan } from '#lib/time-range/time-range.ts';

/** Of all devices together: 8,000 of the 10,000 cost points that a viewer has for one operation. */
const mostPoints = 80_000;
/** More points than this of each are asked for as hours: here many stand beside one another. */
const mostSlots = 300;
/** As large as the API's pages are. */
const mostDevices = 500;

export interface DevicesAtOnce {
  readonly first: number;
  readonly resolution: Resolution;
}

export function devicesAtOnce(span: TimeSpan, slotMs: number, most = mostDevices): DevicesAtOnce {
  const resolution = resolutionOf(span, slotMs, mostSlots);
  const points = Math.max(1, Math.ceil((span.to - span.from) / stepMsOf(resolution, slotMs)));
  return { first: Math.min(Math.max(1, Math.floor(mostPoints / points)), most), resolution };
}
