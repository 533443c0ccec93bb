/** Words of triage: what people decide about anomalies. */
import type { TriageAction, Verdict } from '#lib/graphql/generated/graphql.ts';
import { verdicts } from './verdicts.ts';

export const triageWords = {
  title: 'Triage',
  acknowledge: 'Acknowledge',
  comment: 'Comment',
  commentField: 'Why, for whoever reads it later',
  assign: 'Assign',
  assignField: 'Assign to',
  assignToMe: 'Assign to me',
  assignToNobody: 'To nobody',
  verdict: 'Verdict',
  verdictAction: 'Verdict…',
  setVerdict: 'Set verdict',
  /** `anomalies`: how many; null: the one that is looked at. */
  verdictTitle: (anomalies: string | null) =>
    `What did ${anomalies === null ? 'it' : `these ${anomalies}`} turn out to be?`,
  verdictNote:
    'After a benign verdict more of the same is no longer reported. Keys 1 to 6 choose, Enter sets the verdict.',
  mute: 'Mute…',
  muteTitle: 'Mute',
  muteWhose: 'Whose anomalies',
  muteCohorts: (cohorts: string) => `All subscribers of ${cohorts}`,
  muteCohortNote: 'Who of them is taken over meanwhile is not reported either.',
  muteKinds: 'What is not reported',
  muteAll: 'All kinds',
  muteOnly: (kinds: string) => `Only: ${kinds}`,
  muteReason: 'Reason',
  muteUntil: (zone: string) => `Until (${zone}), on the clock of the data`,
  muteDo: 'Mute',
  muteLate: 'The end has to be after the newest data.',
  muteNobody: 'Anomalies of devices can’t be muted.',
  muteTooMany: (subscribers: string) => `That is more than ${subscribers}: mute fewer at once.`,
  undo: 'Undo',
  dismiss: 'Close this notice',
  actAs: (name: string) => `You act as ${name}.`,
  changeName: 'Change your name',
  state: {
    acknowledgedBy: 'Acknowledged by',
    assignee: 'Assigned to',
    verdict: 'Verdict',
    nobody: 'nobody',
    none: 'none yet',
  },
  history: 'History',
  noHistory: 'Nobody has done anything about it yet.',
  takenBack: 'taken back',
  acts: {
    ACKNOWLEDGED: () => 'acknowledged it',
    ASSIGNED: (assignee) => (assignee === null ? 'took it from whoever had it' : `assigned it to ${assignee}`),
    COMMENTED: () => 'commented',
    JUDGED: (_, verdict) => (verdict === null ? 'took the verdict away' : `found: ${verdicts[verdict].toLowerCase()}`),
    UNDONE: () => 'took an act back',
  } satisfies Record<TriageAction, (assignee: string | null, verdict: Verdict | null) => string> as Record<
    TriageAction,
    (assignee: string | null, verdict: Verdict | null) => string
  >,
  did: {
    acknowledge: (anomalies: string) => `${anomalies} acknowledged.`,
    assign: (anomalies: string) => `${anomalies} assigned.`,
    comment: (anomalies: string) => `Comment kept on ${anomalies}.`,
    judge: (anomalies: string) => `Verdict set on ${anomalies}.`,
    mute: (mutes: string) => `${mutes} made.`,
    endMute: 'Mute ended.',
    undo: 'Taken back.',
  },
  alreadyAcknowledged: (anomalies: string) => `${anomalies} acknowledged before.`,
  /** `anomalies`: on how many; null: on the one that there is. */
  conflict: (who: string, anomalies: string | null) =>
    anomalies === null
      ? `${who} was faster: nothing of yours was done. This is how it stands now.`
      : `${who} was faster on ${anomalies}: nothing of yours was done there.`,
  somebody: 'Somebody',
  missing: (anomalies: string) => `${anomalies} no longer there.`,
  nothingDone: (title: string, detail: string) => `${title}; nothing was done. ${detail}`,
  select: (what: string) => `Select ${what}`,
  selected: (count: string) => `${count} selected`,
  bulk: 'What to do with those selected',
  clear: 'Clear',
  atMost: (count: string) => `At most ${count} can be selected.`,
} as const;
