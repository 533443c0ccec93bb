/** UsualTrafficPoint, the traffic of the network or of a device beside what is usual at that time: to look at, no judgement. */
import { bandEdge } from '../domain/trace.ts';
import { bytesPerSecond, toBitsPerSecond } from '../domain/traffic.ts';
import { besideUsual, usualLookBackSeconds, type TotalBesideUsual } from '../domain/usual-totals.ts';
import type { Resolution, TimeRange, TrafficPoint } from '../history/history.ts';
import { addBandFields } from './band-fields.ts';
import { builder } from './builder.ts';
import type { ApiContext } from './context.ts';
import { dataEndOf } from './data-end.ts';
import { PsxDeviceRef } from './object-refs.ts';
import { checkSeriesRange } from './time-range.ts';
import { seriesArguments } from './traffic.ts';

const whileLearning = 'Null while the same time was seen on fewer than four days before.';
const place = `0 at the usual rate, ${-bandEdge} and ${bandEdge} at the edges of the band, on a logarithmic scale.`;

const UsualTrafficPointRef = builder.objectRef<TotalBesideUsual>('UsualTrafficPoint');
UsualTrafficPointRef.implement({
  description:
    'Traffic of one interval beside what was usual at the same time of the week in the eight weeks before, or of the day in the fourteen days before while there are fewer than four such weeks. A picture of what is usual, no detection: no anomaly comes of it.',
  fields: (t) => ({
    start: t.expose('start', { type: 'DateTime', description: 'First moment of the interval.' }),
    upBitsPerSecond: t.float({
      description: 'Mean rate sent by subscribers over the whole interval, bit/s.',
      resolve: (point) => toBitsPerSecond(point.upBytesPerSecond),
    }),
    downBitsPerSecond: t.float({
      description: 'Mean rate received by subscribers over the whole interval, bit/s.',
      resolve: (point) => toBitsPerSecond(point.downBytesPerSecond),
    }),
  }),
});
addBandFields(UsualTrafficPointRef, place, whileLearning);

/** `read` gives the traffic of a range. */
async function usualTraffic(
  { timeRange, resolution }: { readonly timeRange: TimeRange; readonly resolution: Resolution },
  context: ApiContext,
  read: (range: TimeRange) => Promise<readonly TrafficPoint[]>,
): Promise<TotalBesideUsual[]> {
  const { from, to } = checkSeriesRange(timeRange, resolution, context);
  const status = context.status.current();
  const intervalSeconds = resolution === 'hour' ? 3600 : status.slotSeconds;
  const points = await read({ from: from - usualLookBackSeconds, to });
  // The hour that is going on would be less than usual by what is still to come.
  const end = dataEndOf(status) ?? 0;
  const rates = points
    .filter(({ start }) => start + intervalSeconds <= end)
    .map(({ start, upBytes, downBytes }) => ({
      start,
      upBytesPerSecond: bytesPerSecond(upBytes / intervalSeconds),
      downBytesPerSecond: bytesPerSecond(downBytes / intervalSeconds),
    }));
  return besideUsual(rates, from, intervalSeconds);
}

const wholeIntervals = 'each interval that is over and in which something was seen, in time order';

builder.queryField('networkUsualTraffic', (t) =>
  t.field({
    type: [UsualTrafficPointRef],
    description: `Traffic of the whole network beside what is usual: ${wholeIntervals}.`,
    args: seriesArguments(),
    resolve: (_root, args, context) =>
      usualTraffic(args, context, (range) => context.history.traffic(null, range, args.resolution)),
  }),
);

builder.objectField(PsxDeviceRef, 'usualTraffic', (t) =>
  t.field({
    type: [UsualTrafficPointRef],
    description: `Traffic through the device beside what is usual: ${wholeIntervals}.`,
    args: seriesArguments(),
    resolve: ({ device }, args, context) =>
      usualTraffic(args, context, (range) =>
        context.loaders.deviceTraffic.load({ of: device, range, resolution: args.resolution }),
      ),
  }),
);
