/** TriageEvent, one act on an anomaly, and MuteEvent, one act on a mute: who, when and why. */
import { undoneBy } from '../domain/feed-entry.ts';
import type { MuteEvent } from '../domain/suppression.ts';
import type { Act, TriageAction, TriageEvent, Verdict } from '../domain/triage.ts';
import { builder } from './builder.ts';
import { FeedEventRef } from './feed-event.ts';
import { AnomalyRef, MuteRef } from './object-refs.ts';

export const VerdictRef = builder.enumType('Verdict', {
  description: 'What an anomaly turned out to be.',
  values: {
    INFECTED: { value: 'infected', description: "The subscriber's equipment was taken over." },
    BACKUP: { value: 'backup', description: 'Benign: a backup. More of the same is not reported any more.' },
    SERVER: { value: 'server', description: 'Benign: a server. More of the same is not reported any more.' },
    SPEED_TEST: {
      value: 'speed-test',
      description: 'Benign: a speed test. More of the same is not reported any more.',
    },
    OTHER_BENIGN: {
      value: 'other-benign',
      description: 'Benign, and the comment says what. More of the same is not reported any more.',
    },
    DATA_FAULT: { value: 'data-fault', description: 'The numbers were wrong.' },
  } as const satisfies Record<string, { value: Verdict; description: string }>,
});

const TriageActionRef = builder.enumType('TriageAction', {
  description: 'What somebody did about an anomaly.',
  values: {
    ACKNOWLEDGED: { value: 'acknowledged', description: 'Saw it: nobody else needs to.' },
    ASSIGNED: { value: 'assigned', description: 'Gave it to somebody, or took it away again.' },
    COMMENTED: { value: 'commented', description: 'Said something about it.' },
    JUDGED: { value: 'judged', description: 'Said what it is.' },
    UNDONE: { value: 'undone', description: 'Took back what an earlier change did to it.' },
  } as const satisfies Record<string, { value: TriageAction['type']; description: string }>,
});

const MuteEventTypeRef = builder.enumType('MuteEventType', {
  description: 'What happened to a mute.',
  values: {
    MUTED: { value: 'muted', description: 'It stands from now on.' },
    UNMUTED: { value: 'unmuted', description: 'It stands no more.' },
  } as const satisfies Record<string, { value: MuteEvent['type']; description: string }>,
});

const HumanActRef = builder.interfaceRef<Act & (TriageEvent | MuteEvent)>('HumanAct').implement({
  description: 'Something that somebody did. It is kept for ever.',
  resolveType: ({ type }) => (type === 'triaged' ? 'TriageEvent' : 'MuteEvent'),
  fields: (t) => ({
    actor: t.exposeString('actor', { description: 'Who did it.' }),
    madeAt: t.expose('madeAt', {
      type: 'DateTime',
      description: 'When, by the clock of the machine, unlike all times of the data.',
    }),
    comment: t.exposeString('comment', { description: 'Why, in his words; empty when he said nothing.' }),
    change: t.exposeID('change', {
      description: 'The request that did it, by which `undo` takes all of it back. Acts in bulk share it.',
    }),
    undoes: t.id({
      nullable: true,
      description: 'The change that it took back; null when it took none back.',
      resolve: undoneBy,
    }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'Where it stands in the feed: the end of the newest slot that had closed, on the clock of the data.',
    }),
  }),
});

export const TriageEventRef = builder.objectRef<TriageEvent>('TriageEvent').implement({
  description: 'One thing that somebody did about an anomaly.',
  interfaces: [HumanActRef, FeedEventRef],
  fields: (t) => ({
    action: t.field({ type: TriageActionRef, description: 'What he did.', resolve: ({ action }) => action.type }),
    assignee: t.string({
      nullable: true,
      description: 'Whose it is after it; null for nobody.',
      resolve: ({ after }) => after.assignee,
    }),
    verdict: t.field({
      type: VerdictRef,
      nullable: true,
      description: 'The verdict after it; null while there is none.',
      resolve: ({ after }) => after.verdict,
    }),
    version: t.int({
      description: 'The version of the anomaly after it: how many acts there are, this one included.',
      resolve: ({ after }) => after.version,
    }),
    anomaly: t.field({
      type: AnomalyRef,
      description: 'The anomaly as it was then; its `triage` and `suppression` are those of now.',
      resolve: ({ anomaly }) => anomaly,
    }),
  }),
});

export const MuteEventRef = builder.objectRef<MuteEvent>('MuteEvent').implement({
  description: 'A mute was made, ended, or restored.',
  interfaces: [HumanActRef, FeedEventRef],
  fields: (t) => ({
    type: t.expose('type', { type: MuteEventTypeRef, description: 'What happened.' }),
    mute: t.field({
      type: MuteRef,
      description: 'The mute as it stands now.',
      // It was in history before anybody was told.
      resolve: async (event, _args, { loaders }) =>
        (await loaders.mute.load(event.mute.id)) ?? { mute: event.mute, made: event, ended: null },
    }),
  }),
});
