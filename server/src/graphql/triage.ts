/** What people made of an anomaly: its triage, and whether that keeps it from being reported. */
import type { StandingSuppression } from '../domain/suppression-index.ts';
import type { Suppression } from '../domain/suppression.ts';
import { untouched, type Triage, type TriageEvent } from '../domain/triage.ts';
import { builder } from './builder.ts';
import type { ApiContext } from './context.ts';
import { AnomalyRef, MuteRef } from './object-refs.ts';
import { TriageEventRef, VerdictRef } from './triage-event.ts';

const TriageRef = builder.objectRef<Triage & { readonly history: readonly TriageEvent[] }>('Triage').implement({
  description: 'Where an anomaly stands after what people did about it.',
  fields: (t) => ({
    version: t.exposeInt('version', {
      description: 'How many acts there are; a mutation takes it, and does nothing when somebody has acted since.',
    }),
    acknowledgedBy: t.exposeString('acknowledgedBy', {
      nullable: true,
      description: 'Who acknowledged it first; null while nobody has.',
    }),
    assignee: t.exposeString('assignee', { nullable: true, description: 'Whose it is; null for nobody.' }),
    verdict: t.expose('verdict', {
      type: VerdictRef,
      nullable: true,
      description: 'What it turned out to be; null while nobody has said.',
    }),
    history: t.field({
      type: [TriageEventRef],
      description: 'Everything that was done about it, oldest first; what was undone included.',
      resolve: ({ history }) => [...history],
    }),
  }),
});

const CauseRef = builder.enumType('SuppressionCause', {
  description: 'What keeps an anomaly from being reported.',
  values: {
    MUTE: { value: 'mute', description: 'A mute of its subscriber or his cohort.' },
    VERDICT: { value: 'verdict', description: 'The benign verdict on it, or on one like it.' },
  } as const satisfies Record<string, { value: Suppression['cause']; description: string }>,
});

/** What is thought of an anomaly holds for its like everywhere; who thought so is told to those alone who see the anomaly. */
async function isSeen({ suppression: { cause, id } }: StandingSuppression, { actor, loaders }: ApiContext) {
  return actor.devices === null || cause === 'mute' || (await loaders.anomaly.load(id)) !== null;
}

const SuppressionRef = builder.objectRef<StandingSuppression>('Suppression').implement({
  description:
    'Why an anomaly is not reported: it is kept, left out of lists that do not ask for it, and never alerted.',
  fields: (t) => ({
    cause: t.field({ type: CauseRef, description: 'What it is.', resolve: ({ suppression }) => suppression.cause }),
    actor: t.string({
      description: 'Who decided it; empty when it was decided of an anomaly of devices that you do not see.',
      resolve: async (standing, _args, context) => ((await isSeen(standing, context)) ? standing.act.actor : ''),
    }),
    madeAt: t.field({
      type: 'DateTime',
      description: 'When it was decided, by the clock of the machine.',
      resolve: ({ act }) => act.madeAt,
    }),
    reason: t.string({
      description: 'Why, in his words; empty when he said nothing, and where `actor` is.',
      resolve: async (standing, _args, context) => ((await isSeen(standing, context)) ? standing.act.comment : ''),
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Anomalies that opened before it, on the clock of the data, are not reported; null for all.',
      resolve: ({ suppression }) => suppression.until,
    }),
    mute: t.field({
      type: MuteRef,
      nullable: true,
      description: 'The mute; null when the cause is a verdict.',
      resolve: ({ suppression: { cause, id } }, _args, { loaders }) =>
        cause === 'mute' ? loaders.mute.load(id) : null,
    }),
    verdictOn: t.field({
      type: AnomalyRef,
      nullable: true,
      description:
        'The anomaly that was found benign, itself or another of the same subscriber and kind; null when the cause is a mute.',
      resolve: ({ suppression: { cause, id } }, _args, { loaders }) =>
        cause === 'verdict' ? loaders.anomaly.load(id) : null,
    }),
  }),
});

builder.objectFields(AnomalyRef, (t) => ({
  triage: t.field({
    type: TriageRef,
    description: 'What people did about it, and where it stands.',
    resolve: async ({ id }, _args, { loaders }) => {
      const history = (await loaders.acts.load(id)) ?? [];
      return { ...(history.at(-1)?.after ?? untouched), history };
    },
  }),
  suppression: t.field({
    type: SuppressionRef,
    nullable: true,
    description: 'What keeps it from being reported, as of now; null when it is reported.',
    resolve: (anomaly, _args, { suppressions }) => suppressions.suppressionOf(anomaly),
  }),
}));
