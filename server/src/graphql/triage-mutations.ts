/** The mutations that act on anomalies: acknowledge, assign, comment, say what it is. */
import type { Anomaly } from '../domain/anomaly.ts';
import { longestName } from '../domain/person-name.ts';
import { sameThingFactor } from '../domain/suppression.ts';
import type { TriageAction } from '../domain/triage.ts';
import type { TriageOutcome } from '../triage/outcome.ts';
import {
  anomaliesDescription,
  AnomalyVersionRef,
  checkedComment,
  checkedName,
  checkedReason,
  commentDescription,
  longestText,
  targetsOf,
} from './act-input.ts';
import { builder } from './builder.ts';
import type { ApiContext } from './context.ts';
import {
  AnomalyNotFoundRef,
  VersionConflictRef,
  versionConflict,
  type AnomalyNotFound,
  type VersionConflict,
} from './expected-error.ts';
import { AnomalyRef } from './object-refs.ts';
import { VerdictRef } from './triage-event.ts';

interface Triaged {
  readonly anomaly: Anomaly;
}
type Outcome = Triaged | VersionConflict | AnomalyNotFound;

const TriagedAnomalyRef = builder.objectRef<Triaged>('TriagedAnomaly').implement({
  description: 'It was done.',
  fields: (t) => ({
    anomaly: t.field({
      type: AnomalyRef,
      description: 'The anomaly; its `triage` is that of now.',
      resolve: ({ anomaly }) => anomaly,
    }),
  }),
});

const OutcomeRef = builder.unionType('TriageOutcome', {
  description: 'How it went for one anomaly.',
  types: [TriagedAnomalyRef, VersionConflictRef, AnomalyNotFoundRef],
  resolveType: (outcome: Outcome) => {
    if (!('code' in outcome)) return 'TriagedAnomaly';
    return 'anomaly' in outcome ? 'VersionConflict' : 'AnomalyNotFound';
  },
});

const PayloadRef = builder.objectRef<{ change: string | null; outcomes: Outcome[] }>('TriagePayload').implement({
  description: 'How it went.',
  fields: (t) => ({
    change: t.exposeID('change', {
      nullable: true,
      description: 'Give it to `undo` to take all of it back; null when nothing was done.',
    }),
    outcomes: t.field({
      type: [OutcomeRef],
      description: 'One for each anomaly that was given, in that order.',
      resolve: ({ outcomes }) => outcomes,
    }),
  }),
});

interface Given {
  readonly anomalies: readonly (typeof AnomalyVersionRef.$inferInput)[];
}

async function act({ anomalies }: Given, action: TriageAction, comment: string, { triage, actor, sealer }: ApiContext) {
  const targets = targetsOf(anomalies, sealer);
  const { change, outcomes } = await triage.triage(actor.name, targets, action, comment);
  return { change, outcomes: outcomes.map((outcome, i) => shown(outcome, anomalies[i]!.id)) };
}

function shown(outcome: TriageOutcome, id: string): Outcome {
  if (outcome.type === 'triaged') return outcome;
  if (outcome.type === 'conflict') return versionConflict(outcome);
  return { message: 'There is no anomaly of this id', code: 'ANOMALY_NOT_FOUND', id };
}

const anomalies: { type: [typeof AnomalyVersionRef]; required: true; description: string } = {
  type: [AnomalyVersionRef],
  required: true,
  description: anomaliesDescription,
};

const AcknowledgeRef = builder.inputType('AcknowledgeInput', {
  description: 'Which anomalies were seen.',
  fields: (t) => ({ anomalies: t.field(anomalies), comment: t.string({ description: commentDescription }) }),
});
const AssignRef = builder.inputType('AssignInput', {
  description: 'Whose the anomalies are to be.',
  fields: (t) => ({
    anomalies: t.field(anomalies),
    assignee: t.string({
      description: `Name of the person, 1 to ${longestName} printable characters; nobody when not given.`,
    }),
    comment: t.string({ description: commentDescription }),
  }),
});
const CommentRef = builder.inputType('CommentInput', {
  description: 'What is to be said about the anomalies.',
  fields: (t) => ({
    anomalies: t.field(anomalies),
    comment: t.string({ required: true, description: `What there is to say; 1 to ${longestText} characters.` }),
  }),
});
const SetVerdictRef = builder.inputType('SetVerdictInput', {
  description: 'What the anomalies turned out to be.',
  fields: (t) => ({
    anomalies: t.field(anomalies),
    verdict: t.field({ type: VerdictRef, required: true, description: 'What they are.' }),
    comment: t.string({ description: commentDescription }),
  }),
});

builder.mutationFields((t) => ({
  acknowledge: t.field({
    type: PayloadRef,
    description: 'Says that you have seen anomalies, so that nobody else needs to.',
    args: { input: t.arg({ type: AcknowledgeRef, required: true, description: 'Which, and why.' }) },
    resolve: (_root, { input }, context) =>
      act(input, { type: 'acknowledged' }, checkedComment('comment', input.comment), context),
  }),
  assign: t.field({
    type: PayloadRef,
    description: 'Gives anomalies to somebody, or takes them from whoever has them.',
    args: { input: t.arg({ type: AssignRef, required: true, description: 'Which, to whom, and why.' }) },
    resolve: (_root, { input }, context) => {
      const assignee = input.assignee == null ? null : checkedName('assignee', input.assignee);
      return act(input, { type: 'assigned', assignee }, checkedComment('comment', input.comment), context);
    },
  }),
  comment: t.field({
    type: PayloadRef,
    description: 'Says something about anomalies.',
    args: { input: t.arg({ type: CommentRef, required: true, description: 'About which, and what.' }) },
    resolve: (_root, { input }, context) =>
      act(input, { type: 'commented' }, checkedReason('comment', input.comment), context),
  }),
  setVerdict: t.field({
    type: PayloadRef,
    description: `Says what anomalies turned out to be. While a benign verdict stands, anomalies of the same subscriber and kind that were at most ${sameThingFactor} times as fast are not reported, earlier ones included.`,
    args: { input: t.arg({ type: SetVerdictRef, required: true, description: 'Which, what, and why.' }) },
    resolve: (_root, { input }, context) =>
      act(input, { type: 'judged', verdict: input.verdict }, checkedComment('comment', input.comment), context),
  }),
}));
