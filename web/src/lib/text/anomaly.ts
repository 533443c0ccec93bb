/** Words of the anomalies. */

export const heldBackMeaning =
  'Held back: beyond the day’s budget of alerts. It is kept and listed, and nobody is called for it.';

export const anomaly = {
  heldBack: 'held back',
  mayBe: (hint: string) => `May be: ${hint}`,
  timesUsual: (times: string) => `${times} usual`,
  wrongNow: 'Wrong now',
  countOpen: (count: string) => `${count} open`,
  showAllOpen: 'Show all open anomalies',
  closed: 'Closed in this range',
  allClosed: 'All closed',
  noneClosed: 'Nothing was closed in this range',
  showNew: (count: string) => `Show ${count} new`,
  mutedBy: (who: string) => `muted by ${who}`,
  mutedUntil: (who: string, end: string) => `muted by ${who} until ${end}`,
  foundBenign: (who: string) => `${who} found it, or one like it, benign`,
  notReported: (why: string, reason: string) => `Not reported: ${why}${reason === '' ? '' : `: ${reason}`}.`,
  learning: 'Nobody is judged yet',
  learningUntil: (time: string) =>
    `What is usual is still being learned, until ${time} of the data. Before that nothing can be called unusual.`,
  nothingWrong: 'Nothing is wrong now',
  nothingOutside: 'No traffic is outside what is usual.',
  all: 'all that are shown',
  suppressedToo: 'Suppressed too',
  suppressedTooMeaning: 'Those too that a mute or a benign verdict keeps from being reported',
  acknowledgedBy: (name: string) => `seen by ${name}`,
  assignedTo: (name: string) => `with ${name}`,
  lookAtPast: 'Look at past anomalies',
} as const;
