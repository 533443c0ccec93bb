/** BaselinePoint, how the detector judged one slot of one subscriber. */
import { bandEdge, type TracedSlot } from '../domain/trace.ts';
import { toBitsPerSecond } from '../domain/traffic.ts';
import { addBandFields } from './band-fields.ts';
import { builder } from './builder.ts';

const whileLearning = 'Null while the detector had not seen enough of the subscriber to judge.';

const place = `0 at the usual rate, ${bandEdge} at the upper edge of the band, on a logarithmic scale.`;

export const BaselinePointRef = builder.objectRef<TracedSlot>('BaselinePoint');
BaselinePointRef.implement({
  description:
    'How the detector judges one slot of a subscriber against the past before it: by himself alone, without what he has in common with others, so that the band is nearly, not exactly, the one of an anomaly.',
  fields: (t) => ({
    start: t.expose('slotStart', { type: 'DateTime', description: 'First moment of the slot.' }),
    upBitsPerSecond: t.float({
      description: 'Observed mean rate sent by the subscriber over the slot, bit/s.',
      resolve: (point) => toBitsPerSecond(point.upBytesPerSecond),
    }),
    downBitsPerSecond: t.float({
      description: 'Observed mean rate received by the subscriber over the slot, bit/s.',
      resolve: (point) => toBitsPerSecond(point.downBytesPerSecond),
    }),
  }),
});
addBandFields(BaselinePointRef, place, whileLearning);
