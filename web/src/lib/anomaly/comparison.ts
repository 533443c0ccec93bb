/** What was observed beside what is usual, for the directions that an anomaly is about. */
import type { AnomalyKind, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';

/** One direction; bit/s. */
export interface Comparison {
  readonly direction: 'up' | 'down';
  readonly observed: number;
  readonly low: number;
  readonly usual: number;
  readonly high: number;
}

const directions: Readonly<Record<AnomalyKind, readonly Comparison['direction'][]>> = {
  UPLOAD_SURGE: ['up'],
  BURST: ['up'],
  VOLUME_TAKEOVER: ['up', 'down'],
  SLOW_CREEP: ['up', 'down'],
  SILENCE: ['up', 'down'],
  DEVICE_OUTAGE: ['up', 'down'],
  DEVICE_SHIFT: ['up', 'down'],
};

type Compared = Pick<
  AnomalyRowFragment,
  'kind' | 'upBitsPerSecond' | 'downBitsPerSecond' | 'expectedUp' | 'expectedDown'
>;

/** One entry for a surge of uploads, two where both directions changed. */
export function comparisonsOf(anomaly: Compared): Comparison[] {
  return directions[anomaly.kind].map((direction) => {
    const expected = direction === 'up' ? anomaly.expectedUp : anomaly.expectedDown;
    return {
      direction,
      observed: direction === 'up' ? anomaly.upBitsPerSecond : anomaly.downBitsPerSecond,
      low: expected.lowBitsPerSecond,
      usual: expected.usualBitsPerSecond,
      high: expected.highBitsPerSecond,
    };
  });
}

/** Places on a small logarithmic scale from 0 to 1: the usual band quiet in it, the observed rate wherever it fell. */
export interface GaugePlaces {
  readonly low: number;
  readonly usual: number;
  readonly high: number;
  readonly observed: number;
}

const floor = 1_000;

/** The scale spans what is shown and half a decade around; below 1 kbit/s it ends, since nothing there matters. */
export function gaugePlaces({ observed, low, usual, high }: Comparison): GaugePlaces {
  const log = (rate: number) => Math.log10(Math.max(rate, floor));
  const least = Math.min(log(low), log(observed)) - 0.25;
  const most = Math.max(log(high), log(observed)) + 0.25;
  const place = (rate: number) => (log(rate) - least) / (most - least);
  return { low: place(low), usual: place(usual), high: place(high), observed: place(observed) };
}
