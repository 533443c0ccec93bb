/** ExpectedRate, the band in which a subscriber's rate usually lies. */
import { builder } from './builder.ts';

/** Bytes per second, as history and the detector hold them. */
export interface ExpectedBand {
  readonly low: number;
  readonly usual: number;
  readonly high: number;
}

export const ExpectedRateRef = builder.objectRef<ExpectedBand>('ExpectedRate');
ExpectedRateRef.implement({
  description: 'What is usual in one direction at one time, from the past of the subscriber or device.',
  fields: (t) => ({
    lowBitsPerSecond: t.float({ description: 'Lower edge of the band, bit/s.', resolve: (band) => band.low * 8 }),
    usualBitsPerSecond: t.float({ description: 'The usual rate, bit/s.', resolve: (band) => band.usual * 8 }),
    highBitsPerSecond: t.float({ description: 'Upper edge of the band, bit/s.', resolve: (band) => band.high * 8 }),
  }),
});
