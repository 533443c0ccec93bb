/** The order that a list of anomalies is asked for in. */
import { newestFirst, type AnomalyOrder, type AnomalyOrderField } from '../history/anomaly-order.ts';
import { builder } from './builder.ts';
import { clientError } from './errors.ts';

const AnomalyOrderFieldRef = builder.enumType('AnomalyOrderField', {
  description:
    'What anomalies can be ordered by: what never changes after the detection. The peak score, the excess volume and the end of an open anomaly grow while a client pages, so that a row would move behind the cursor, to be missed or met twice.',
  values: {
    DETECTED_AT: { value: 'detectedAt', description: 'End of the slot at which the rule could first know.' },
    OPENED_AT: { value: 'openedAt', description: 'Start of the first unusual slot.' },
    SCORE: { value: 'score', description: 'How unusual it was at detection.' },
    SEVERITY: { value: 'severity', description: 'How urgent it is: INFO, WARNING, CRITICAL.' },
  } as const satisfies Record<string, { value: AnomalyOrderField; description: string }>,
});

const OrderDirectionRef = builder.enumType('OrderDirection', {
  description: 'Which end comes first.',
  values: {
    ASC: { description: 'The least, or the earliest, first.' },
    DESC: { description: 'The greatest, or the latest, first.' },
  } as const,
});

export const AnomalyOrderRef = builder.inputType('AnomalyOrder', {
  description: 'One step of an order; the next step decides among equals.',
  fields: (t) => ({
    field: t.field({ type: AnomalyOrderFieldRef, required: true, description: 'By what.' }),
    direction: t.field({ type: OrderDirectionRef, required: true, description: 'Which end comes first.' }),
  }),
});

/** The newest first when nothing is given. Throws BAD_USER_INPUT when a field is given twice. */
export function toAnomalyOrder(
  given: readonly (typeof AnomalyOrderRef.$inferInput)[] | null | undefined,
): AnomalyOrder {
  if (given === null || given === undefined || given.length === 0) return newestFirst;
  const order = given.map(({ field, direction }) => ({ field, descending: direction === 'DESC' }));
  if (new Set(order.map(({ field }) => field)).size === order.length) return order;
  throw clientError('BAD_USER_INPUT', 'The argument "orderBy" names a field twice; expected each at most once');
}

/** Distinguishes the cursors of one order from those of another. */
export function nameOfOrder(order: AnomalyOrder): string {
  return order.map(({ field, descending }) => `${field} ${descending ? 'DESC' : 'ASC'}`).join(', ');
}
