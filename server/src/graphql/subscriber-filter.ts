/** The subscriber filter: its GraphQL input, and the history filter it means. */
import type { SubscriberFilter } from '../history/history.ts';
import { builder } from './builder.ts';
import { checkRange, TimeRangeRef } from './time-range.ts';

export const SubscriberFilterRef = builder.inputType('SubscriberFilter', {
  description: 'Keeps the subscribers that pass every field that is given.',
  fields: (t) => ({
    device: t.string({ description: 'Only those whose newest sample came from the device of this name.' }),
    lastSeen: t.field({
      type: TimeRangeRef,
      description: 'Only those whose newest slot with traffic starts in this range.',
    }),
  }),
});

/** A field that is null counts as not given. */
export function toSubscriberFilter(
  filter: typeof SubscriberFilterRef.$inferInput | null | undefined,
): SubscriberFilter {
  return {
    device: filter?.device ?? undefined,
    lastSeen: filter?.lastSeen ? checkRange(filter.lastSeen) : undefined,
  };
}
