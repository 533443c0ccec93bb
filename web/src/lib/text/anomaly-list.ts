/** Words of the list of anomalies: its columns, its order, what can be copied of it. */

const rows = (count: number) => (count === 1 ? '1 row' : `${count} rows`);

export const listWords = {
  columns: {
    severity: 'Severity',
    kind: 'Kind',
    whose: 'Whose',
    device: 'Device',
    opened: 'Opened',
    detected: 'Detected',
    observed: 'Observed and usual, how rare',
    excess: 'Beyond the usual',
    triage: 'Triage',
    reason: 'Reason',
  },
  /** The head of a column of times says whose clock they are on. */
  withZone: (label: string, zone: string) => `${label} (${zone})`,
  view: 'View',
  viewTitle: 'View of the list',
  sortedBy: 'Sorted by',
  sortings: { detected: 'Detection', opened: 'Start', severity: 'Severity', score: 'How rare' },
  directions: { true: 'Highest or newest first', false: 'Lowest or oldest first' },
  shownColumns: 'Columns',
  rows: 'Rows',
  menu: (what: string) => `Copy of ${what}`,
  copyRow: 'Copy the row',
  copyCell: (column: string, value: string) => `${column}: ${value}`,
  copyCells: 'Copy one value',
  copied: (count: number) => `${rows(count)} copied.`,
  copiedCell: (column: string) => `${column} copied.`,
  notCopied: 'The browser did not let the page copy.',
  keys: { copy: 'Copy as tab-separated text', menu: 'Choose what to copy' },
  heldBack: (kind: string) => `${kind}, held back`,
  observed: (direction: 'up' | 'down', observed: string, usual: string, times: string) =>
    `${direction === 'up' ? 'Upload' : 'Download'} ${observed}, usual ${usual}, ${times}`,
  inWindow: (first: string, last: string, total: string) => `${first}–${last} of ${total}`,
  onlySubscriber: (who: string) => `Subscriber ${who}`,
  takeOut: (filter: string) => `${filter}: take out this filter`,
  loading: 'More are on their way',
} as const;
