/** The question whose rate is measured, and the rows in memory that both servers answer it from. */
import { bytes, bytesPerSecond } from '../../src/domain/traffic.ts';
import type { Anomaly } from '../../src/domain/anomaly.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { firstSlot, slotSeconds, subscriberNumber } from './dimensions.ts';

export const rateQuestion =
  '{ anomalies(first: 20) { edges { node { id kind severity status detectedAt peakScore reason } } } }';

const kinds = ['upload-surge', 'volume-takeover', 'burst', 'slow-creep', 'silence'] as const;
const severities = ['info', 'warning', 'critical'] as const;
const rate = bytesPerSecond(1000);

/** Newest first. */
export const rateRows: readonly Anomaly[] = Array.from({ length: 100 }, (_, n) => {
  const detectedAt = firstSlot + (100 - n) * slotSeconds;
  return {
    id: `anomaly-${n}`,
    subscriber: subscriberNumber(n),
    device: 'psx-01',
    kind: kinds[n % kinds.length]!,
    severity: severities[n % severities.length]!,
    openedAt: detectedAt - 3 * slotSeconds,
    detectedAt,
    closedAt: n % 2 === 0 ? null : detectedAt,
    upBytesPerSecond: rate,
    downBytesPerSecond: rate,
    expected: { lowUp: rate, usualUp: rate, highUp: rate, lowDown: rate, usualDown: rate, highDown: rate },
    uploadShare: 0.75,
    usualUploadShare: 0.125,
    comparison: null,
    score: 7.5,
    peakScore: 9.25,
    slots: 2,
    excessBytes: bytes(123_456_789),
    reason: 'Sent 8.0 Mbit/s where 40 kbit/s are usual at this hour, as much as a year ago.',
    alerted: true,
    ruleVersion: '0123456789ab',
  };
});

/** As much of history as the question needs. */
export const rateHistory = {
  listAnomalies: (_filter: unknown, { limit }: { limit: number }) => Promise.resolve(rateRows.slice(0, limit)),
} as unknown as HistoryReader;
