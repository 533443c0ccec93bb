/** An anomaly as lists show it, for tests: usual in everything that is not given. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';

const rate = { lowBitsPerSecond: 1, usualBitsPerSecond: 2, highBitsPerSecond: 3 };

export const rowOf = (change: Partial<AnomalyRowFragment> = {}): AnomalyRowFragment => ({
  id: 'a',
  subscriber: { id: '17', number: '17' },
  device: { name: '62.0' },
  cohort: 'on plan P3',
  kind: 'UPLOAD_SURGE',
  hint: 'spam bot or exfiltration',
  alerted: true,
  oneInDays: 1e9,
  severity: 'CRITICAL',
  status: 'OPEN',
  openedAt: '2024-01-01T00:00:00Z',
  detectedAt: '2024-01-01T00:00:00Z',
  closedAt: null,
  upBitsPerSecond: 10,
  downBitsPerSecond: 1,
  expectedUp: rate,
  expectedDown: rate,
  score: 9,
  peakScore: 9,
  slots: 3,
  excessBytes: '1',
  reason: 'Upload 5× the usual',
  suppression: null,
  triage: { version: 0, acknowledgedBy: null, assignee: null, verdict: null },
  ...change,
});
