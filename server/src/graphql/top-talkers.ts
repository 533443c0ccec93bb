/** TopTalkers, who causes most of the traffic of a range, and what all others cause. */
import type { Talker, TalkerMeasure, TopTalkers, TrafficSum } from '../history/talker.ts';
import { leastBytesPerHour, mostTalkerRows } from '../history/talker.ts';
import { bareSubscriber } from './bare-subscriber.ts';
import { builder } from './builder.ts';
import { clientError } from './errors.ts';
import { checkFewRows, fewRowsArgument } from './few-rows.ts';
import { SubscriberRef } from './object-refs.ts';
import { checkRange, TimeRangeRef } from './time-range.ts';
import { meanBitsPerSecond } from './traffic.ts';
import { lookUpsOf } from './field-costs.ts';

/** A talker with what his fields need of the whole answer. */
interface RankedTalker extends Talker {
  readonly rank: number;
  readonly answer: TopTalkers;
}

const least = `at least ${leastBytesPerHour / 1e6} MB for each hour of the range, and never less than that of an hour`;

const TalkerMeasureRef = builder.enumType('TalkerMeasure', {
  description: 'By what subscribers are ranked.',
  values: {
    UPLOAD: { value: 'upload', description: 'By volume sent. `value` is in bytes.' },
    DOWNLOAD: { value: 'download', description: 'By volume received. `value` is in bytes.' },
    RATIO: {
      value: 'ratio',
      description: `By the part of the traffic that was sent, of those who moved ${least}. \`value\` is 0 to 1.`,
    },
    DEVIATION: {
      value: 'deviation',
      description:
        'By how unusual they were for themselves, as the detector saw it: the highest `peakScore` of their anomalies that were going on in the range. Who has none is not ranked. `value` is that score.',
    },
    GROWTH: {
      value: 'growth',
      description: `By the volume as a multiple of that of the equally long time before the range, of those who moved ${least}, in that time. \`value\` is 2 for twice as much.`,
    },
  } as const satisfies Record<string, { value: TalkerMeasure; description: string }>,
});

const rateOver = ({ from, to }: TopTalkers, byteCount: number): number => meanBitsPerSecond(byteCount, to - from);

const rateIn = ({ slotSeconds }: TopTalkers, byteCount: number | undefined): number | null =>
  byteCount === undefined ? null : meanBitsPerSecond(byteCount, slotSeconds);

const ofExpired = 'null where samples of the range have expired and only hours are left.';

const TalkerRef = builder.objectRef<RankedTalker>('Talker');
TalkerRef.implement({
  description: 'A subscriber and his traffic in a range of time.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: 'His place, from 1.' }),
    subscriber: t.field({
      type: SubscriberRef,
      description: 'Who it is.',
      resolve: async ({ subscriber, answer }, _args, { loaders }) =>
        (await loaders.subscriber.load(subscriber)) ?? bareSubscriber(subscriber, answer.from),
    }),
    value: t.exposeFloat('value', { description: 'By what the order is; its unit is that of the measure.' }),
    upBytes: t.expose('upBytes', { type: 'ByteCount', description: 'Volume sent, bytes.' }),
    downBytes: t.expose('downBytes', { type: 'ByteCount', description: 'Volume received, bytes.' }),
    upBitsPerSecond: t.float({
      description: 'Mean rate sent over the whole range, as far as there are data, bit/s.',
      resolve: ({ answer, upBytes }) => rateOver(answer, upBytes),
    }),
    downBitsPerSecond: t.float({
      description: 'Mean rate received over the whole range, as far as there are data, bit/s.',
      resolve: ({ answer, downBytes }) => rateOver(answer, downBytes),
    }),
    peakUpBitsPerSecond: t.float({
      nullable: true,
      description: `Mean rate sent in the slot of the range in which it was highest, bit/s; ${ofExpired}`,
      resolve: ({ answer, peakSlot }) => rateIn(answer, peakSlot?.upBytes),
    }),
    peakDownBitsPerSecond: t.float({
      nullable: true,
      description: `Mean rate received in the slot of the range in which it was highest, bit/s; ${ofExpired}`,
      resolve: ({ answer, peakSlot }) => rateIn(answer, peakSlot?.downBytes),
    }),
    lastUpBitsPerSecond: t.float({
      nullable: true,
      description: `Mean rate sent in the newest slot of the range, bit/s, 0 when he was not seen in it; ${ofExpired}`,
      resolve: ({ answer, lastSlot }) => rateIn(answer, lastSlot?.upBytes),
    }),
    lastDownBitsPerSecond: t.float({
      nullable: true,
      description: `Mean rate received in the newest slot of the range, bit/s, 0 when he was not seen in it; ${ofExpired}`,
      resolve: ({ answer, lastSlot }) => rateIn(answer, lastSlot?.downBytes),
    }),
    uploadShare: t.float({
      nullable: true,
      description: 'Part of his traffic that was sent, 0 to 1; null when there was none.',
      resolve: ({ upBytes, downBytes }) => partOf(upBytes, upBytes + downBytes),
    }),
    trafficShare: t.float({
      nullable: true,
      description: 'His part of the traffic of everybody, both directions, 0 to 1; null when there was none.',
      resolve: ({ upBytes, downBytes, answer: { total } }) =>
        partOf(upBytes + downBytes, total.upBytes + total.downBytes),
    }),
  }),
});

const TrafficSumRef = builder.objectRef<TrafficSum>('TrafficSum');
TrafficSumRef.implement({
  description: 'Traffic of several subscribers together.',
  fields: (t) => ({
    subscriberCount: t.exposeInt('subscribers', { description: 'Subscribers with traffic.' }),
    upBytes: t.expose('upBytes', { type: 'ByteCount', description: 'Volume sent by them, bytes.' }),
    downBytes: t.expose('downBytes', { type: 'ByteCount', description: 'Volume received by them, bytes.' }),
  }),
});

const TopTalkersRef = builder.objectRef<TopTalkers>('TopTalkers');
TopTalkersRef.implement({
  description: 'Who causes most of the traffic of a range: `talkers` and `others` together are `total`, to the byte.',
  fields: (t) => ({
    talkers: t.field({
      type: [TalkerRef],
      description: 'The highest value first, then by number as text.',
      resolve: (answer) => answer.talkers.map((talker, index) => ({ ...talker, rank: index + 1, answer })),
    }),
    others: t.field({
      type: TrafficSumRef,
      description: 'All other subscribers with traffic in the range, ranked or not.',
      resolve: ({ talkers, total }) => ({
        subscribers: total.subscribers - talkers.length,
        upBytes: talkers.reduce((rest, { upBytes }) => rest - upBytes, total.upBytes),
        downBytes: talkers.reduce((rest, { downBytes }) => rest - downBytes, total.downBytes),
      }),
    }),
    total: t.field({
      type: TrafficSumRef,
      description: 'All subscribers with traffic in the range.',
      resolve: ({ total }) => total,
    }),
  }),
});

/** Null for a part of nothing. */
function partOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

builder.queryField('topTalkers', (t) =>
  t.field({
    type: TopTalkersRef,
    description: `Who causes most of the traffic of a range of time. Counts for ${lookUpsOf('Query.topTalkers')} look-ups.`,
    args: {
      by: t.arg({ type: TalkerMeasureRef, required: true, description: 'By what subscribers are ranked.' }),
      timeRange: t.arg({
        type: TimeRangeRef,
        required: true,
        description: `The slots that start in this range, cut where the newest data end. More than ${mostTalkerRows} hours of subscribers in it (for GROWTH with the time before) is the error RANGE_TOO_LARGE.`,
      }),
      device: t.arg.string({ description: 'Only traffic through the device of this name; all when not given.' }),
      ...fewRowsArgument('talkers', 10),
    },
    resolve: async (_root, { by, timeRange, device, first }, { history }) => {
      const range = checkRange(timeRange);
      const limit = checkFewRows(first);
      const answer = await history.topTalkers({ by, range, device: device ?? undefined, limit });
      if (!('rows' in answer)) return answer;
      const given = `The time range holds about ${answer.rows} hours of subscribers`;
      const expected = `one answer counts at most ${mostTalkerRows}: ask for a shorter range`;
      const figures = { given: answer.rows, most: mostTalkerRows };
      throw clientError('RANGE_TOO_LARGE', `${given}; ${expected}`, null, figures);
    },
  }),
);
