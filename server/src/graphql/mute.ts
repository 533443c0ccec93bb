/** Mute: what keeps the anomalies of a subscriber or a cohort from being reported for a while. */
import type { FeedPlace } from '../domain/feed-entry.ts';
import type { MuteState } from '../history/triage-history.ts';
import { AnomalyKindRef } from './anomaly-filter.ts';
import { builder } from './builder.ts';
import { resolveConnection } from './connection.ts';
import { connectionArguments } from './connection-type.ts';
import { dataEndOf } from './data-end.ts';
import { NodeRef } from './node.ts';
import { MuteConnectionRef, MuteRef, SubscriberRef } from './object-refs.ts';
import { MuteEventRef } from './triage-event.ts';

MuteRef.implement({
  description:
    'Keeps the anomalies of a subscriber or a cohort from being reported, those from before it was made too. They are found and kept all the same.',
  interfaces: [NodeRef],
  fields: (t) => ({
    subscriberNumber: t.string({
      nullable: true,
      description: "The ISP's own number of the subscriber that it mutes; null for a mute of a cohort.",
      resolve: ({ mute: { scope } }) => ('subscriber' in scope ? scope.subscriber : null),
    }),
    subscriber: t.field({
      type: SubscriberRef,
      nullable: true,
      description: 'The subscriber that it mutes; null for a mute of a cohort, and when no traffic of his is known.',
      resolve: ({ mute: { scope } }, _args, { loaders }) =>
        'subscriber' in scope ? loaders.subscriber.load(scope.subscriber) : null,
    }),
    cohort: t.string({
      nullable: true,
      description: 'The cohort that it mutes, as `Anomaly.cohort` has it; null for a mute of a subscriber.',
      resolve: ({ mute: { scope } }) => ('cohort' in scope ? scope.cohort : null),
    }),
    kinds: t.field({
      type: [AnomalyKindRef],
      description: 'The kinds that it mutes; all of them when it is empty.',
      resolve: ({ mute }) => [...mute.kinds],
    }),
    until: t.field({
      type: 'DateTime',
      description: 'It mutes anomalies that opened before this moment, on the clock of the data.',
      resolve: ({ mute }) => mute.until,
    }),
    reason: t.string({ description: 'Why, in the words of whoever made it.', resolve: ({ made }) => made.comment }),
    made: t.field({ type: MuteEventRef, description: 'Who made it, and when.', resolve: ({ made }) => made }),
    ended: t.field({
      type: MuteEventRef,
      nullable: true,
      description: 'Who ended it or took it back, when and why; null while it stands.',
      resolve: ({ ended }) => ended,
    }),
  }),
});

builder.queryField('mutes', (t) =>
  t.field({
    type: MuteConnectionRef,
    description: 'All mutes that were ever made, newest first.',
    args: {
      ...connectionArguments(),
      activeOnly: t.arg.boolean({
        required: true,
        defaultValue: false,
        description:
          'Leaves out those that were ended, and those whose `until` is not after `Ingest.dataAsOf`: they mute what opened before, and nothing that is found from now on.',
      }),
    },
    resolve: (_root, { activeOnly, ...args }, { history, sealer, status }) => {
      const activeAt = dataEndOf(status.current()) ?? 0;
      return resolveConnection(
        {
          name: 'mutes',
          keyOf: ({ made: { at, ordinal } }: MuteState): FeedPlace => ({ at, ordinal }),
          fetch: (page) => history.listMutes(activeOnly ? { activeAt } : {}, page),
        },
        args,
        sealer,
      );
    },
  }),
);
