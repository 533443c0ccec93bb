/** TrafficPoint, the traffic of one interval, and the traffic of the whole network. */
import { bytesPerSecond, toBitsPerSecond } from '../domain/traffic.ts';
import type { TrafficPoint } from '../history/history.ts';
import { builder } from './builder.ts';
import { checkSeriesRange, mostPoints, ResolutionRef, TimeRangeRef } from './time-range.ts';

/** The mean rate of a volume in bytes over some seconds. */
export const meanBitsPerSecond = (byteCount: number, seconds: number): number =>
  toBitsPerSecond(bytesPerSecond(byteCount / seconds));

export const TrafficPointRef = builder.objectRef<TrafficPoint>('TrafficPoint');
TrafficPointRef.implement({
  description: 'Traffic of one interval. An interval in which nothing was seen has no point; it is never a zero.',
  fields: (t) => ({
    start: t.expose('start', { type: 'DateTime', description: 'First moment of the interval.' }),
    end: t.field({
      type: 'DateTime',
      description: 'First moment after the interval.',
      resolve: (point) => point.start + point.intervalSeconds,
    }),
    upBytes: t.expose('upBytes', {
      type: 'ByteCount',
      description: 'Volume sent by subscribers in the interval, bytes.',
    }),
    downBytes: t.expose('downBytes', {
      type: 'ByteCount',
      description: 'Volume received by subscribers in the interval, bytes.',
    }),
    upBitsPerSecond: t.float({
      description: 'Mean rate sent by subscribers over the whole interval, bit/s.',
      resolve: (point) => meanBitsPerSecond(point.upBytes, point.intervalSeconds),
    }),
    downBitsPerSecond: t.float({
      description: 'Mean rate received by subscribers over the whole interval, bit/s.',
      resolve: (point) => meanBitsPerSecond(point.downBytes, point.intervalSeconds),
    }),
    subscriberCount: t.exposeInt('subscribers', {
      description: 'Subscribers seen in the interval; for an hour, the most seen in any of its slots.',
    }),
  }),
});

/** The arguments of every traffic series, fresh for one field. */
export const seriesArguments = () =>
  builder.args((t) => ({
    timeRange: t.field({
      type: TimeRangeRef,
      required: true,
      description: `The intervals that start in this range; at most ${mostPoints}, more is the error RANGE_TOO_LARGE.`,
    }),
    resolution: t.field({
      type: ResolutionRef,
      required: true,
      defaultValue: 'slot',
      description: 'Length of the intervals.',
    }),
  }));

builder.queryField('networkTraffic', (t) =>
  t.field({
    type: [TrafficPointRef],
    description: 'Traffic of the whole network, each subscriber counted once, in time order.',
    args: seriesArguments(),
    resolve: (_root, { timeRange, resolution }, context) =>
      context.history.traffic(null, checkSeriesRange(timeRange, resolution, context), resolution),
  }),
);
