/** Subscriber, the customer whose equipment is watched, and the fields that find one. */
import type { SubscriberFilter, SubscriberRow } from '../history/history.ts';
import { AnomalyFilterRef } from './anomaly-filter.ts';
import { anomalyConnection, filterWithin } from './anomaly-list.ts';
import { BaselinePointRef } from './baseline.ts';
import { asksOnly } from './asked-fields.ts';
import { builder } from './builder.ts';
import { resolveConnection, type ConnectionArguments } from './connection.ts';
import { connectionArguments } from './connection-type.ts';
import type { ApiContext } from './context.ts';
import { namedDevice, unseenDevice } from './device-list.ts';
import { clientError } from './errors.ts';
import { keyOfNode, NodeRef } from './node.ts';
import { AnomalyConnectionRef, PsxDeviceRef, SubscriberConnectionRef, SubscriberRef } from './object-refs.ts';
import { SubscriberFilterRef, toSubscriberFilter } from './subscriber-filter.ts';
import { seriesArguments, TrafficPointRef } from './traffic.ts';
import { checkSeriesRange, mostPoints, TimeRangeRef } from './time-range.ts';

/** A page of the subscribers that pass the filter, ordered by number as text. */
export function subscriberConnection(
  filter: SubscriberFilter,
  args: ConnectionArguments,
  { history, sealer }: ApiContext,
) {
  return resolveConnection(
    {
      name: 'subscribers',
      keyOf: (row: SubscriberRow) => row.subscriber,
      fetch: (page) => history.listSubscribers(filter, page),
    },
    args,
    sealer,
  );
}

SubscriberRef.implement({
  description: 'A customer of the ISP whose equipment is watched.',
  interfaces: [NodeRef],
  fields: (t) => ({
    number: t.exposeString('subscriber', {
      description:
        "The ISP's own number of the subscriber (`IdSubscriber`), as text; where subscribers stand under pseudonyms, his pseudonym.",
    }),
    firstSeen: t.expose('firstSeen', {
      type: 'DateTime',
      description: 'Start of the first slot with traffic of the subscriber.',
    }),
    lastSeen: t.expose('lastSeen', {
      type: 'DateTime',
      description: 'Start of the newest slot with traffic of the subscriber.',
    }),
    device: t.field({
      type: PsxDeviceRef,
      description: 'The device that carried the newest sample. Subscribers roam between devices.',
      resolve: ({ device }, _args, { loaders }, info) =>
        asksOnly(info, 'name') ? unseenDevice(device) : namedDevice(device, loaders.device),
    }),
    traffic: t.field({
      type: [TrafficPointRef],
      description: "The subscriber's traffic over all devices, in time order.",
      args: seriesArguments(),
      resolve: ({ subscriber }, { timeRange, resolution }, context) =>
        context.loaders.subscriberTraffic
          .load({ of: subscriber, range: checkSeriesRange(timeRange, resolution, context), resolution })
          .then((points) => [...points]),
    }),
    baseline: t.field({
      type: [BaselinePointRef],
      description:
        'How the detector judged each slot with traffic, computed again from history by the same code, in time order.',
      args: {
        timeRange: t.arg({
          type: TimeRangeRef,
          required: true,
          description: `The slots that start in this range; at most ${mostPoints}, more is the error RANGE_TOO_LARGE.`,
        }),
      },
      resolve: async ({ subscriber }, { timeRange }, context) => {
        const range = checkSeriesRange(timeRange, 'slot', context);
        return context.baseline.baseline(subscriber, range);
      },
    }),
    anomalies: t.field({
      type: AnomalyConnectionRef,
      description: 'Anomalies of the subscriber, newest first; those of his device are not among them.',
      args: {
        ...connectionArguments(),
        filter: t.arg({ type: AnomalyFilterRef, description: 'Which of them; all that are reported when not given.' }),
      },
      resolve: ({ subscriber }, { filter, ...args }, context) =>
        anomalyConnection(filterWithin('subscriber', subscriber, filter, context.sealer), args, context),
    }),
  }),
});

builder.queryFields((t) => ({
  subscriber: t.field({
    type: SubscriberRef,
    nullable: true,
    description: 'The subscriber with this number or id; null when no traffic of his was ever seen.',
    args: {
      number: t.arg.string({
        description:
          "The ISP's own number of the subscriber; where subscribers stand under pseudonyms, his pseudonym. Either this or `id`.",
      }),
      id: t.arg.id({ description: 'The `id` of the subscriber, which says nothing of his number.' }),
    },
    resolve: (_root, { number, id }, { loaders, sealer }) => {
      if ((number == null) === (id == null))
        throw clientError('BAD_USER_INPUT', 'Either "number" or "id" is expected, and not both');
      return loaders.subscriber.load(number ?? keyOfNode('Subscriber', id ?? '', sealer) ?? '');
    },
  }),
  subscribers: t.field({
    type: SubscriberConnectionRef,
    description: 'All subscribers that were ever seen, ordered by number as text.',
    args: {
      ...connectionArguments(),
      search: t.arg.string({ description: 'Only subscribers whose number starts with this text.' }),
      filter: t.arg({ type: SubscriberFilterRef, description: 'Which subscribers; all when not given.' }),
    },
    resolve: (_root, { search, filter, ...args }, context) =>
      subscriberConnection({ search: search ?? undefined, ...toSubscriberFilter(filter) }, args, context),
  }),
}));
