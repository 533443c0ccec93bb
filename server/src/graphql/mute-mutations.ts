/** The mutations that make and end mutes. */
import { anomalyKinds, deviceAnomalyKinds, type AnomalyKind } from '../domain/anomaly.ts';
import type { MuteScope } from '../domain/suppression.ts';
import type { EndMuteResult, MuteChanged } from '../triage/outcome.ts';
import { checkedComment, checkedReason, checkedText, commentDescription, longestText } from './act-input.ts';
import { AnomalyKindRef } from './anomaly-filter.ts';
import { builder } from './builder.ts';
import { enumName } from './enum-name.ts';
import { clientError } from './errors.ts';
import { MuteAlreadyEndedRef, MuteNotFoundRef, type MuteAlreadyEnded, type MuteNotFound } from './expected-error.ts';
import type { Loaders } from './loaders.ts';
import { keyOfNode } from './node.ts';
import { MuteRef } from './object-refs.ts';

/** A number is no longer than this in any snapshot. */
const longestSubscriber = 255;
const longestCohort = 255;

const MuteScopeRef = builder.inputType('MuteScope', {
  isOneOf: true,
  description: 'Whose anomalies a mute is about: exactly one of the fields.',
  fields: (t) => ({
    subscriber: t.string({ description: "The ISP's own number of a subscriber." }),
    cohort: t.string({ description: 'A cohort as `Anomaly.cohort` has it, such as "on plan P3".' }),
  }),
});

const MuteInputRef = builder.inputType('MuteInput', {
  description: 'What is not to be reported, until when, and why.',
  fields: (t) => ({
    scope: t.field({ type: MuteScopeRef, required: true, description: 'Whose anomalies.' }),
    kinds: t.field({
      type: [AnomalyKindRef],
      description: 'Only these kinds, at least one, and none of a device; all kinds when not given.',
    }),
    reason: t.string({ required: true, description: `Why; 1 to ${longestText} characters.` }),
    until: t.field({
      type: 'DateTime',
      required: true,
      description: 'Anomalies that opened before this moment, on the clock of the data, are muted.',
    }),
  }),
});

const EndMuteInputRef = builder.inputType('EndMuteInput', {
  description: 'Which mute is to end, and why.',
  fields: (t) => ({
    mute: t.id({ required: true, description: 'The `id` of the mute.' }),
    reason: t.string({ description: commentDescription }),
  }),
});

const MutePayloadRef = builder.objectRef<MuteChanged>('MutePayload').implement({
  description: 'It was done.',
  fields: (t) => ({
    change: t.exposeID('change', { description: 'Give it to `undo` to take it back.' }),
    mute: t.field({ type: MuteRef, description: 'The mute as it stands.', resolve: ({ mute }) => mute }),
  }),
});

const EndMuteResultRef = builder.unionType('EndMuteResult', {
  description: 'How it went.',
  types: [MutePayloadRef, MuteNotFoundRef, MuteAlreadyEndedRef],
  resolveType: (result: MuteChanged | MuteNotFound | MuteAlreadyEnded) => {
    if (!('code' in result)) return 'MutePayload';
    return 'mute' in result ? 'MuteAlreadyEnded' : 'MuteNotFound';
  },
});

builder.mutationFields((t) => ({
  mute: t.field({
    type: MutePayloadRef,
    description: 'Keeps the anomalies of a subscriber or a cohort from being reported, earlier ones included.',
    args: { input: t.arg({ type: MuteInputRef, required: true, description: 'What, until when, and why.' }) },
    resolve: async (_root, { input }, { triage, actor, loaders }) => {
      const wanted = { scope: scopeOf(input.scope), kinds: kindsOf(input.kinds), until: input.until };
      if (actor.devices !== null) await checkIsSeen(wanted.scope, loaders);
      return triage.mute(actor.name, wanted, checkedReason('reason', input.reason));
    },
  }),
  endMute: t.field({
    type: EndMuteResultRef,
    description: 'Ends a mute: what it kept from being reported is reported again, unless something else does.',
    args: { input: t.arg({ type: EndMuteInputRef, required: true, description: 'Which, and why.' }) },
    resolve: async (_root, { input }, { triage, actor, sealer }) => {
      const reason = checkedComment('reason', input.reason);
      return shown(await triage.endMute(actor.name, keyOfNode('Mute', input.mute, sealer) ?? '', reason), input.mute);
    },
  }),
}));

function scopeOf({ subscriber, cohort }: typeof MuteScopeRef.$inferInput): MuteScope {
  return subscriber != null
    ? { subscriber: checkedText('scope.subscriber', subscriber, 1, longestSubscriber) }
    : { cohort: checkedText('scope.cohort', cohort ?? '', 1, longestCohort) };
}

/** Who is limited to some devices mutes subscribers of these alone: a cohort is everywhere. */
async function checkIsSeen(scope: MuteScope, { subscriber }: Loaders): Promise<void> {
  const isSeen = 'subscriber' in scope && (await subscriber.load(scope.subscriber)) !== null;
  if (!isSeen) throw clientError('FORBIDDEN', 'Only subscribers of your devices can be muted');
}

function kindsOf(given: readonly AnomalyKind[] | null | undefined): AnomalyKind[] {
  if (given == null) return [];
  const isOfDevice = (kind: AnomalyKind): boolean => deviceAnomalyKinds.some((one) => one === kind);
  if (given.length === 0 || given.some(isOfDevice)) {
    const shownKinds = JSON.stringify(given.map(enumName));
    throw clientError('BAD_USER_INPUT', `"kinds" is ${shownKinds}; expected one kind at least, and none of a device`);
  }
  return anomalyKinds.filter((kind) => given.includes(kind));
}

function shown(result: EndMuteResult, id: string): MuteChanged | MuteNotFound | MuteAlreadyEnded {
  if (result.type === 'mute-changed') return result;
  if (result.type === 'not-found') return { message: 'There is no mute of this id', code: 'MUTE_NOT_FOUND', id };
  return { message: 'The mute was ended before', code: 'MUTE_ALREADY_ENDED', mute: result.mute };
}
