/** AnomalyEvent, one step in the life of an anomaly, and the subscription that tells of each as it happens. */
import type { AnomalyEvent } from '../domain/anomaly.ts';
import { cursorOf } from '../domain/feed-entry.ts';
import { AnomalyFilterRef, passesFilter, toHistoryFilter } from './anomaly-filter.ts';
import { builder } from './builder.ts';
import { AnomalyRef } from './object-refs.ts';
import { overflowAsClientError } from './slow-consumer.ts';

/** Events that may wait from earlier commits for one client that takes none, before it is told that it is too slow. */
export const anomalyEventCapacity = 256;

const AnomalyEventTypeRef = builder.enumType('AnomalyEventType', {
  description: 'What happened to an anomaly.',
  values: {
    OPENED: { value: 'opened', description: 'The rule fired.' },
    UPDATED: { value: 'updated', description: 'It goes on; its peak, slots and excess volume may have grown.' },
    CLOSED: { value: 'closed', description: 'Traffic was usual again for long enough.' },
  } as const,
});

export const AnomalyEventRef = builder.objectRef<AnomalyEvent>('AnomalyEvent');
AnomalyEventRef.implement({
  description: 'One step in the life of an anomaly.',
  fields: (t) => ({
    type: t.expose('type', { type: AnomalyEventTypeRef, description: 'What happened.' }),
    at: t.expose('at', { type: 'DateTime', description: 'End of the slot whose data made it happen.' }),
    cursor: t.string({
      description: "The event's place in the feed; unique, and the same in every replay.",
      resolve: cursorOf,
    }),
    anomaly: t.field({
      type: AnomalyRef,
      description: 'The anomaly as it was right after the step.',
      resolve: (event) => event.anomaly,
    }),
  }),
});

builder.subscriptionField('anomalyEvents', (t) =>
  t.field({
    type: AnomalyEventRef,
    description: `Every step of every anomaly from now on. A client that more than ${anomalyEventCapacity} events wait for and that takes none is ended with the error SLOW_CONSUMER, so that it knows to read \`anomalies\` again.`,
    args: { filter: t.arg({ type: AnomalyFilterRef, description: 'Which anomalies; all when not given.' }) },
    subscribe: (_root, args, { feed }) => {
      const filter = toHistoryFilter(args.filter);
      const options = { capacity: anomalyEventCapacity, overflow: 'close' } as const;
      return overflowAsClientError(
        feed.subscribe('anomaly', { ...options, filter: ({ anomaly }) => passesFilter(anomaly, filter) }),
      );
    },
    resolve: (event, _args, { budget }) => {
      budget.renew();
      return event;
    },
  }),
);
