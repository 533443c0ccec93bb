/** ExpectedRate, the band in which a subscriber's rate usually lies. */
import type { ExpectedTraffic } from '../domain/anomaly.ts';
import { toBitsPerSecond, type BytesPerSecond } from '../domain/traffic.ts';
import { builder } from './builder.ts';

/** One direction of what is usual. */
interface ExpectedBand {
  readonly low: BytesPerSecond;
  readonly usual: BytesPerSecond;
  readonly high: BytesPerSecond;
}

export const upBandOf = ({ lowUp, usualUp, highUp }: ExpectedTraffic): ExpectedBand => ({
  low: lowUp,
  usual: usualUp,
  high: highUp,
});

export const downBandOf = ({ lowDown, usualDown, highDown }: ExpectedTraffic): ExpectedBand => ({
  low: lowDown,
  usual: usualDown,
  high: highDown,
});

export const ExpectedRateRef = builder.objectRef<ExpectedBand>('ExpectedRate');
ExpectedRateRef.implement({
  description: 'What is usual in one direction at one time, from the past of the subscriber or device.',
  fields: (t) => ({
    lowBitsPerSecond: t.float({
      description: 'Lower edge of the band, bit/s.',
      resolve: (band) => toBitsPerSecond(band.low),
    }),
    usualBitsPerSecond: t.float({
      description: 'The usual rate, bit/s.',
      resolve: (band) => toBitsPerSecond(band.usual),
    }),
    highBitsPerSecond: t.float({
      description: 'Upper edge of the band, bit/s.',
      resolve: (band) => toBitsPerSecond(band.high),
    }),
  }),
});
