/** FeedEvent: whatever the feed of anomalies tells, and a place to go on from in each of it. */
import { cursorOfItem, type FeedItem } from '../live/feed-item.ts';
import { builder } from './builder.ts';

const typeNames: Readonly<Record<FeedItem['type'], string>> = {
  opened: 'AnomalyEvent',
  updated: 'AnomalyEvent',
  closed: 'AnomalyEvent',
  triaged: 'TriageEvent',
  muted: 'MuteEvent',
  unmuted: 'MuteEvent',
  heartbeat: 'Heartbeat',
  gap: 'Gap',
};

export const FeedEventRef = builder.interfaceRef<FeedItem>('FeedEvent').implement({
  description:
    'Something that the feed of anomalies tells. Ignore types that you do not know: there may be more one day.',
  fields: (t) => ({
    cursor: t.string({
      description:
        'Its place in the feed, which only goes forward: with it as `after` a later subscription goes on behind it. Of an event it is unique, and the same in every replay.',
      resolve: cursorOfItem,
    }),
  }),
  resolveType: ({ type }) => typeNames[type],
});
