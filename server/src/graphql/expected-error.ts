/** Errors that a client has to expect from a mutation: part of the answer, each a type of its own with a code. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { EndMuteResult, TriageOutcome, UndoResult } from '../triage/outcome.ts';
import { builder } from './builder.ts';
import { AnomalyRef, MuteRef } from './object-refs.ts';

type Code = keyof typeof codes;

const codes = {
  VERSION_CONFLICT: { description: 'Somebody has acted on the anomaly since you saw it.' },
  ANOMALY_NOT_FOUND: { description: 'There is no anomaly of this id.' },
  SUBSCRIBER_NOT_FOUND: { description: 'There is no subscriber of this id.' },
  MUTE_NOT_FOUND: { description: 'There is no mute of this id.' },
  MUTE_ALREADY_ENDED: { description: 'The mute was ended before.' },
  CHANGE_NOT_FOUND: { description: 'Nothing was ever done by this change.' },
  CHANGE_ALREADY_UNDONE: { description: 'The change was undone before.' },
  CHANGE_IS_AN_UNDO: { description: 'The change undid another one: make that one again instead.' },
} as const;

const CodeRef = builder.enumType('ErrorCode', {
  description: 'Why a mutation did not do what it was asked to. New codes may come.',
  values: codes,
});

interface ExpectedError {
  readonly message: string;
  readonly code: Code;
}

const ErrorRef = builder.interfaceRef<ExpectedError>('Error').implement({
  description: 'Why a mutation did not do what it was asked to, although the request made sense.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What is in the way, one sentence.' }),
    code: t.expose('code', { type: CodeRef, description: 'What is in the way, for programs.' }),
  }),
});

export type VersionConflict = ExpectedError & { readonly anomaly: Anomaly };
export const VersionConflictRef = builder.objectRef<VersionConflict>('VersionConflict').implement({
  description: 'Somebody has acted on the anomaly since you saw it: look at it again. Nothing was done to it.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    anomaly: t.field({
      type: AnomalyRef,
      description: 'The anomaly as it stands now, with the `triage.version` to give.',
      resolve: ({ anomaly }) => anomaly,
    }),
  }),
});

export type AnomalyNotFound = ExpectedError & { readonly id: string };
export const AnomalyNotFoundRef = builder.objectRef<AnomalyNotFound>('AnomalyNotFound').implement({
  description: 'There is no anomaly of this id.',
  interfaces: [ErrorRef],
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that was given.' }) }),
});

export type SubscriberNotFound = ExpectedError & { readonly id: string };
export const SubscriberNotFoundRef = builder.objectRef<SubscriberNotFound>('SubscriberNotFound').implement({
  description: 'There is no subscriber of this id that you can see.',
  interfaces: [ErrorRef],
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that was given.' }) }),
});

export type MuteNotFound = ExpectedError & { readonly id: string };
export const MuteNotFoundRef = builder.objectRef<MuteNotFound>('MuteNotFound').implement({
  description: 'There is no mute of this id.',
  interfaces: [ErrorRef],
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that was given.' }) }),
});

type AlreadyEnded = Extract<EndMuteResult, { type: 'already-ended' }>;
export type MuteAlreadyEnded = ExpectedError & Pick<AlreadyEnded, 'mute'>;
export const MuteAlreadyEndedRef = builder.objectRef<MuteAlreadyEnded>('MuteAlreadyEnded').implement({
  description: 'The mute was ended before.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    mute: t.field({ type: MuteRef, description: 'It, with who ended it.', resolve: ({ mute }) => mute }),
  }),
});

export const UndoRefusedRef = builder.objectRef<ExpectedError>('UndoRefused').implement({
  description: 'The change can not be undone.',
  interfaces: [ErrorRef],
});

export function versionConflict({ anomaly, given, version }: Extract<TriageOutcome, { type: 'conflict' }>) {
  const message = `You saw version ${given} of the anomaly, and it has version ${version}: somebody has acted on it since`;
  return {
    message: given > version ? `The anomaly has version ${version}, and not yet ${given}` : message,
    code: 'VERSION_CONFLICT',
    anomaly,
  } satisfies VersionConflict;
}

const refusals = {
  'not-found': { code: 'CHANGE_NOT_FOUND', message: 'Nothing was ever done by this change' },
  'already-undone': { code: 'CHANGE_ALREADY_UNDONE', message: 'The change was undone before' },
  'is-an-undo': {
    code: 'CHANGE_IS_AN_UNDO',
    message: 'The change undid another one, which can be made again but not undone twice',
  },
} as const satisfies Record<Extract<UndoResult, { type: 'refused' }>['reason'], ExpectedError>;

export function undoRefused(reason: keyof typeof refusals): ExpectedError {
  return refusals[reason];
}
