/** Accounting, what became of every row of the files that were read. */
import type { Accounting } from '../history/history.ts';
import { builder } from './builder.ts';
import { DropReasonRef } from './dead-letter.ts';

export const DroppedRowsRef = builder.objectRef<Accounting['dropped'][number]>('DroppedRows');
DroppedRowsRef.implement({
  description: 'How many rows were not used for one reason.',
  fields: (t) => ({
    reason: t.expose('reason', { type: DropReasonRef, description: 'Why they were not used.' }),
    rows: t.exposeFloat('rows', { description: 'How many rows. A Float, because it may exceed 2^31.' }),
  }),
});

export const AccountingRef = builder.objectRef<Accounting>('Accounting');
AccountingRef.implement({
  description: 'The account of the rows of snapshot files: `rows` is `accepted` plus the sum of `dropped`.',
  fields: (t) => ({
    files: t.exposeInt('files', { description: 'Snapshot files that were read.' }),
    rows: t.exposeFloat('rows', { description: 'Data rows, good or bad. A Float, because it may exceed 2^31.' }),
    accepted: t.exposeFloat('accepted', { description: 'Rows whose traffic counts, late ones included.' }),
    late: t.exposeFloat('late', {
      description:
        'Of the accepted rows, those whose traffic is in history and was not judged: their slot had closed, or their device was only just back.',
    }),
    estimated: t.exposeFloat('estimated', {
      description:
        'Of the rows, those whose traffic was shared out evenly over several slots, because the reports of these slots are missing (RADIUS): when it was moved is a guess, how much is not.',
    }),
    dropped: t.field({
      type: [DroppedRowsRef],
      description: 'Rows that were not used, by reason; a reason that never occurred is left out.',
      resolve: ({ dropped }) => [...dropped],
    }),
  }),
});
