/** Peer, a subscriber whose traffic looks like another's. */
import {
  comparedDays,
  peerCandidates,
  stepsPerDoubling,
  stepsPerShareOfDay,
  stepsPerUploadShare,
  type Peer,
} from '../history/likeness.ts';
import { bareSubscriber } from './bare-subscriber.ts';
import { builder } from './builder.ts';
import { checkFewRows, fewRowsArgument } from './few-rows.ts';
import { SubscriberRef } from './object-refs.ts';
import { lookUpsOf } from './field-costs.ts';

const PeerRef = builder.objectRef<Peer>('Peer');
PeerRef.implement({
  description: `A subscriber whose traffic of the newest ${comparedDays} days of whole hours looks like another's.`,
  fields: (t) => ({
    subscriber: t.field({
      type: SubscriberRef,
      description: 'Who it is.',
      resolve: async ({ subscriber }, _args, { loaders }) =>
        (await loaders.subscriber.load(subscriber)) ?? bareSubscriber(subscriber, 0),
    }),
    distance: t.exposeFloat('distance', {
      description: `How unlike the two are, from 0, in steps: ${stepsPerDoubling} × |log2 of the quotient of the volumes| + ${stepsPerUploadShare} × |difference of the upload shares| + ${stepsPerShareOfDay} × the part of the day's traffic that falls into other hours of the day (half the sum of the differences of the 24 hours' shares, UTC). So twice the volume is one step, as are ten points of upload share, or a quarter of the traffic at other hours.`,
    }),
    upBytes: t.expose('upBytes', { type: 'ByteCount', description: 'Volume sent in those days, bytes.' }),
    downBytes: t.expose('downBytes', { type: 'ByteCount', description: 'Volume received in those days, bytes.' }),
    uploadShare: t.float({
      description: 'Part of that traffic that was upload, 0 to 1.',
      resolve: ({ upBytes, downBytes }) => upBytes / (upBytes + downBytes),
    }),
  }),
});

builder.objectField(SubscriberRef, 'peers', (t) =>
  t.field({
    type: [PeerRef],
    description: `Who else looks like this: other subscribers by the likeness of their traffic, the most alike first. Of everybody the ${peerCandidates} nearest by volume and upload share of the newest day are compared in full. Empty for a subscriber without traffic in that day. Counts for ${lookUpsOf('Subscriber.peers')} look-ups.`,
    args: fewRowsArgument('peers', 10),
    resolve: async ({ subscriber }, { first }, { history }) => {
      const limit = checkFewRows(first);
      return history.peers(subscriber, limit);
    },
  }),
);
