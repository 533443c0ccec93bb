/** Heartbeat and Gap: what a listener has to know of the feed itself. */
import type { Gap, GapReason, Heartbeat } from '../live/feed-item.ts';
import { builder } from './builder.ts';
import { dataEndOf } from './data-end.ts';
import { FeedEventRef } from './feed-event.ts';

builder.objectRef<Heartbeat>('Heartbeat').implement({
  description: 'The link is alive and nothing waits: everything up to its cursor that you asked for was told.',
  interfaces: [FeedEventRef],
  fields: (t) => ({
    dataAsOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'End of the newest closed slot: everything before it is judged. Null before the first.',
      resolve: ({ dataAsOf }, _args, { status }) => dataEndOf({ ...status.current(), dataAsOf }),
    }),
  }),
});

const GapReasonRef = builder.enumType('GapReason', {
  description: 'Why the feed could not go on where it was asked to.',
  values: {
    RETENTION: { value: 'retention', description: 'The cursor is older than the feed goes back.' },
    TOO_MANY: { value: 'too-many', description: 'More happened since than is told again.' },
    REPLACED: { value: 'replaced', description: 'History has no such place, or ends before it: it is another one.' },
  } as const satisfies Record<string, { value: GapReason; description: string }>,
});

builder.objectRef<Gap>('Gap').implement({
  description:
    'The feed can not go on after the cursor that was given, and goes on from now: what lies between is left out. Read `anomalies` again. It comes first, and once.',
  interfaces: [FeedEventRef],
  fields: (t) => ({
    after: t.exposeString('after', { description: 'The cursor that was given.' }),
    reason: t.expose('reason', { type: GapReasonRef, description: 'Why.' }),
    message: t.exposeString('message', { description: 'The same as a sentence.' }),
  }),
});
