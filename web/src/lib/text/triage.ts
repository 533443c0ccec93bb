/** Words of triage: what people decide about anomalies. */
import type { TriageAction, Verdict } from '#lib/graphql/generated/graphql.ts';
import { verdicts } from './verdicts.ts';

const count = (number: number) => (number === 1 ? '1 anomaly' : `${number} anomalies`);
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
  verdictTitle: (number: number) => `What did ${number === 1 ? 'it' : `these ${count(number)}`} turn out to be?`,
  verdictNote:
    'After a benign verdict more of the same is no longer reported. Keys 1 to 6 choose, Enter sets the verdict.',
  mute: 'Mute…',
  muteTitle: 'Mute',
  muteWhose: 'Whose anomalies',
  muteSubscribers: (number: number) => `${number} subscribers`,
  muteCohorts: (number: number) => `All subscribers of ${number} cohorts`,
  muteCohortNote: 'Who of them is taken over meanwhile is not reported either.',
  muteKinds: 'What is not reported',
  muteAll: 'All kinds',
  muteOnly: (kinds: string) => `Only: ${kinds}`,
  muteReason: 'Reason',
  muteUntil: (zone: string) => `Until (${zone}), on the clock of the data`,
  muteDo: 'Mute',
  muteLate: 'The end has to be after the newest data.',
  muteNobody: 'Anomalies of devices can’t be muted.',
  muteTooMany: (most: number) => `That is more than ${most} subscribers: mute fewer at once.`,
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
    acknowledge: (done: number) => `${count(done)} acknowledged.`,
    assign: (done: number) => `${count(done)} assigned.`,
    comment: (done: number) => `Comment kept on ${count(done)}.`,
    judge: (done: number) => `Verdict set on ${count(done)}.`,
    mute: (done: number) => (done === 1 ? 'Muted.' : `${done} mutes made.`),
    endMute: 'Mute ended.',
    undo: 'Taken back.',
  },
  alreadyAcknowledged: (number: number) => `${count(number)} acknowledged before.`,
  conflict: (who: string, number: number) =>
    number === 1
      ? `${who} was faster: nothing of yours was done. This is how it stands now.`
      : `${who} was faster on ${count(number)}: nothing of yours was done there.`,
  somebody: 'Somebody',
  missing: (number: number) => `${count(number)} no longer there.`,
  nothingDone: (title: string, detail: string) => `${title}; nothing was done. ${detail}`,
  select: (what: string) => `Select ${what}`,
  selected: (number: number) => `${number} selected`,
  bulk: 'What to do with those selected',
  clear: 'Clear',
  atMost: (most: number) => `At most ${most} can be selected.`,
} as const;
