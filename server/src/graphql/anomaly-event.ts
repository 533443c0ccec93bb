/** AnomalyEvent: one step in the life of an anomaly. */
import type { AnomalyEvent } from '../domain/anomaly.ts';
import { builder } from './builder.ts';
import { FeedEventRef } from './feed-event.ts';
import { AnomalyRef } from './object-refs.ts';

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
  interfaces: [FeedEventRef],
  fields: (t) => ({
    type: t.expose('type', { type: AnomalyEventTypeRef, description: 'What happened.' }),
    at: t.expose('at', { type: 'DateTime', description: 'End of the slot whose data made it happen.' }),
    anomaly: t.field({
      type: AnomalyRef,
      description: 'The anomaly as it was right after the step.',
      resolve: (event) => event.anomaly,
    }),
  }),
});
