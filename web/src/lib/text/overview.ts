/** Words of the overview. */
export const overviewWords = {
  open: 'Open anomalies',
  detected: 'Anomalies detected',
  heldBack: (count: string) => `${count} of them held back`,
  inRange: 'in this range',
  flagged: 'Flagged subscribers',
  ofAllSeen: (share: string) => `${share} of all seen`,
  inNewestSlot: (count: string) => `${count} in the newest slot`,
  seenInRange: 'seen in range',
  mean: (rate: string) => `mean ${rate}`,
  traffic: 'Network traffic',
  usual: 'Network traffic beside what is usual',
  network: 'Network',
} as const;
