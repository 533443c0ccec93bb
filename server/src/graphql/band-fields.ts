/** The fields of whatever is drawn beside what is usual: the band of each direction, and the place in it. */
import type { ExpectedTraffic } from '../domain/anomaly.ts';
import { builder } from './builder.ts';
import { downBandOf, ExpectedRateRef, upBandOf } from './expected-rate.ts';

interface BesideUsual {
  /** Null while nothing is usual yet. */
  readonly expected: ExpectedTraffic | null;
  readonly zUp: number | null;
  readonly zDown: number | null;
}

/** `place`: what the numbers of a place mean. `whileLearning`: when all of it is null. */
export function addBandFields(
  ref: ReturnType<typeof builder.objectRef<BesideUsual>>,
  place: string,
  whileLearning: string,
): void {
  builder.objectFields(ref, (t) => ({
    expectedUp: t.field({
      type: ExpectedRateRef,
      nullable: true,
      description: `What was usual for sending. ${whileLearning}`,
      resolve: ({ expected }) => expected && upBandOf(expected),
    }),
    expectedDown: t.field({
      type: ExpectedRateRef,
      nullable: true,
      description: `What was usual for receiving. ${whileLearning}`,
      resolve: ({ expected }) => expected && downBandOf(expected),
    }),
    zUp: t.exposeFloat('zUp', {
      nullable: true,
      description: `Where in the band the rate of sending lay: ${place} ${whileLearning}`,
    }),
    zDown: t.exposeFloat('zDown', {
      nullable: true,
      description: `Where in the band the rate of receiving lay: ${place} ${whileLearning}`,
    }),
  }));
}
