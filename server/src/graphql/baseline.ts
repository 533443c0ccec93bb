/** BaselinePoint, how the detector judged one slot of one subscriber. */
import type { BaselinePoint } from '../detection.ts';
import { builder } from './builder.ts';
import { ExpectedRateRef, type ExpectedBand } from './expected-rate.ts';

const band = (low: number | null, usual: number | null, high: number | null): ExpectedBand | null =>
  low === null || usual === null || high === null ? null : { low, usual, high };

const whileLearning = 'Null while the detector had not seen enough of the subscriber to judge.';

const spread =
  'Mean and variance are exponentially weighted, of deviations clipped so that one burst does not move them; the spread, the root of the variance, is widened while little is known.';

export const BaselinePointRef = builder.objectRef<BaselinePoint>('BaselinePoint');
BaselinePointRef.implement({
  description: 'How the detector judged one slot of a subscriber against the past before it.',
  fields: (t) => ({
    start: t.expose('slotStart', { type: 'DateTime', description: 'First moment of the slot.' }),
    upBitsPerSecond: t.float({
      description: 'Observed mean rate sent by the subscriber over the slot, bit/s.',
      resolve: (point) => point.upBytesPerSecond * 8,
    }),
    downBitsPerSecond: t.float({
      description: 'Observed mean rate received by the subscriber over the slot, bit/s.',
      resolve: (point) => point.downBytesPerSecond * 8,
    }),
    expectedUp: t.field({
      type: ExpectedRateRef,
      nullable: true,
      description: `What was usual for sending. ${whileLearning}`,
      resolve: (point) => band(point.lowUp, point.usualUp, point.highUp),
    }),
    expectedDown: t.field({
      type: ExpectedRateRef,
      nullable: true,
      description: `What was usual for receiving. ${whileLearning}`,
      resolve: (point) => band(point.lowDown, point.usualDown, point.highDown),
    }),
    zUp: t.exposeFloat('zUp', {
      nullable: true,
      description: `How many spreads the logarithm of the rate of sending lay above its mean. ${spread} ${whileLearning}`,
    }),
    zDown: t.exposeFloat('zDown', {
      nullable: true,
      description: `How many spreads the logarithm of the rate of receiving lay above its mean. ${spread} ${whileLearning}`,
    }),
  }),
});
