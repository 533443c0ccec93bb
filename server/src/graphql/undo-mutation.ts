/** The mutation that takes a change back. */
import type { UndoResult } from '../triage/outcome.ts';
import { checkedComment, commentDescription } from './act-input.ts';
import { builder } from './builder.ts';
import { undoRefused, UndoRefusedRef } from './expected-error.ts';
import { AnomalyRef, MuteRef } from './object-refs.ts';

type Undone = Extract<UndoResult, { type: 'undone' }>;

const UndoInputRef = builder.inputType('UndoInput', {
  description: 'Which change is to be taken back, and why.',
  fields: (t) => ({
    change: t.id({ required: true, description: 'The `change` that a mutation gave.' }),
    comment: t.string({ description: commentDescription }),
  }),
});

const UndoPayloadRef = builder.objectRef<Undone>('UndoPayload').implement({
  description: 'It was taken back.',
  fields: (t) => ({
    change: t.exposeID('change', { description: 'The change that this is itself; it can not be undone.' }),
    anomalies: t.field({
      type: [AnomalyRef],
      description: 'The anomalies on which it was taken back; their `triage` is that of now.',
      resolve: ({ anomalies }) => [...anomalies],
    }),
    mutes: t.field({
      type: [MuteRef],
      description: 'The mutes on which it was taken back.',
      resolve: ({ mutes }) => [...mutes],
    }),
  }),
});

const UndoResultRef = builder.unionType('UndoResult', {
  description: 'How it went.',
  types: [UndoPayloadRef, UndoRefusedRef],
  resolveType: (result: Undone | ReturnType<typeof undoRefused>) => ('code' in result ? 'UndoRefused' : 'UndoPayload'),
});

builder.mutationField('undo', (t) =>
  t.field({
    type: UndoResultRef,
    description:
      'Takes back what a change did, on every anomaly and mute that it touched; what was done since stays. Both stay in the history.',
    args: { input: t.arg({ type: UndoInputRef, required: true, description: 'Which, and why.' }) },
    resolve: async (_root, { input }, { triage, actor }) => {
      const result = await triage.undo(actor.name, input.change, checkedComment('comment', input.comment));
      return result.type === 'undone' ? result : undoRefused(result.reason);
    },
  }),
);
