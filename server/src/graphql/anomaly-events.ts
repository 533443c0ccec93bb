/** The subscription to the feed of anomalies: what was missed since a cursor, then everything as it happens. */
import { placeOf, type FeedPlace } from '../domain/feed-entry.ts';
import { followerCapacity } from '../live/feed-follower.ts';
import { mostBacklogEntries } from '../live/follow.ts';
import { AnomalyFilterRef, entryPasses, toHistoryFilter } from './anomaly-filter.ts';
import { builder } from './builder.ts';
import { clientError } from './errors.ts';
import { FeedEventRef } from './feed-event.ts';
import './feed-signals.ts';

/** Its argument `after` decides where a client begins, and nothing of what an event looks like. */
export const resumable = { field: 'anomalyEvents', argument: 'after' } as const;

builder.subscriptionField(resumable.field, (t) =>
  t.field({
    type: FeedEventRef,
    description: `The feed of anomalies in one order: every step of every anomaly, everything that people do about them, and at least every 15 s a \`Heartbeat\` while nothing happens. With \`after\` first what was missed since, each event once. A \`Gap\` comes first when that can not be: the cursor is older than the retention of the feed (7 days of the data's clock, a setting), more than ${mostBacklogEntries} events lie behind it, or history was replaced; then read \`anomalies\` again. A client that more than ${followerCapacity} events wait for and that takes none is ended with the error SLOW_CONSUMER, whose \`extensions.cursor\` is the place to go on from.`,
    args: {
      after: t.arg.string({
        description: 'The `cursor` of the last event that was received; from now on when not given.',
      }),
      filter: t.arg({
        type: AnomalyFilterRef,
        description:
          'Events of which anomalies; of all that are reported when not given. What people do is told of the others too.',
      }),
    },
    subscribe: (_root, { after, filter }, { follow, suppressions, sealer }) => {
      const wanted = toHistoryFilter(filter, sealer);
      return follow({ after: placeAfter(after), passes: (entry) => entryPasses(entry, wanted, suppressions) });
    },
    resolve: (item) => item,
  }),
);

function placeAfter(cursor: string | null | undefined): FeedPlace | null {
  if (cursor == null) return null;
  const place = placeOf(cursor);
  if (place !== null) return place;
  const shown = JSON.stringify(cursor.slice(0, 40));
  throw clientError('BAD_CURSOR', `The argument "after" is ${shown}; expected the cursor of an event of the feed`);
}
