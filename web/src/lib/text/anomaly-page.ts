/** Words of the page of one anomaly, with what there is to do next. */
import type { AnomalyKind } from '#lib/graphql/generated/graphql.ts';

const look: Readonly<Record<AnomalyKind, string>> = {
  UPLOAD_SURGE:
    'Look whether the upload comes back at the same hour, as a backup does, or goes on all day, as an infected device does. If in doubt, call the subscriber.',
  VOLUME_TAKEOVER:
    'Both directions grew for good: ask whether the line was sold on or serves somebody else, or whether a device was taken over.',
  BURST: 'A short peak: a speed test or one large file is likely. Look whether it comes back before you call anybody.',
  SLOW_CREEP:
    'It grew over days. Compare with the weeks before: a new habit levels off, a device that was taken over does not.',
  SILENCE: 'Nothing came where something always does. Look whether his neighbours on the device are silent too.',
  DEVICE_OUTAGE: 'Look whether the device still delivers snapshots, and whether its subscribers came up elsewhere.',
  DEVICE_SHIFT: 'The traffic of the whole device moved: look for a change in routing or in its subscribers.',
};

export const anomalyPageWords = {
  title: (kind: string, whose: string) => `${kind}: ${whose}`,
  missing: 'There is no anomaly with this id',
  missingHint: 'The link may be of another installation.',
  all: 'All anomalies',
  what: 'What happened',
  mayBe: (hint: string) => `May be: ${hint}.`,
  next: 'Next step',
  nextUnseen: 'Acknowledge it, so that nobody else starts too.',
  nextLook: (kind: AnomalyKind) => look[kind],
  nextVerdict: 'Then say what it is.',
  nextInfected:
    'Tell the subscriber, and have the equipment reset. The anomaly closes by itself once traffic is usual.',
  nextFault: 'Look at what was read, and mend it at the source.',
  nextBenign: 'Nothing: more of the same is no longer reported.',
  ingest: 'What was read',
  observed: { up: 'Upload when detected', down: 'Download when detected' },
  usual: (rate: string, times: string) => `${times} the usual ${rate}`,
  usuallyNothing: 'usually nothing',
  duration: 'Duration',
  opened: (when: string) => `since ${when}`,
  rare: 'How rare',
  score: (score: string, peak: string) => `score ${score}, peak ${peak}`,
  excess: 'Above what is usual',
  slots: (count: string) => `in ${count}`,
  share: 'Upload share',
  usualShare: (share: string) => `usually ${share}`,
  cohort: (share: string, cohort: string) =>
    `At detection its upload was more than in ${share} of the slots ${cohort}.`,
  evidence: 'Around it, beside what is usual',
  noEvidence: 'The samples of that time have expired.',
  ofDevice: 'This anomaly is of a device: its traffic is on the page of the device.',
  subscriberPage: (shown: string) => `Subscriber ${shown}`,
  devicePage: (name: string) => `Device ${name}`,
  similar: 'Similar anomalies',
  noSimilar: 'No other of its kind was found yet.',
  steps: (distance: string) => `${distance} steps away`,
  stepsMeaning: 'Twice the rate, ten points of upload share, or twice the duration are one step each.',
} as const;
