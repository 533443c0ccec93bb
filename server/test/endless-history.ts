/** A history with more rows than anybody holds in memory, made as they are read, which counts what was read of it. */
import type { Anomaly } from '../src/domain/anomaly.ts';
import { bytesPerSecond } from '../src/domain/traffic.ts';
import type { HistoryReader, SubscriberSample } from '../src/history/history.ts';
import { anomalyOf, firstSlot, slotSeconds } from './history-commits.ts';

const slotsPerAnomaly = 100;
const noBand = bytesPerSecond(0);
const expected = {
  lowUp: noBand,
  usualUp: noBand,
  highUp: noBand,
  lowDown: noBand,
  usualDown: noBand,
  highDown: noBand,
};

export interface EndlessHistory {
  readonly history: HistoryReader;
  /** Rows read so far. */
  readonly rowsRead: () => number;
}

/** `rows` of anomalies, 100 of each; the read that would begin with row `failAt` rejects. */
export function endlessHistory(rows: number, failAt = Infinity): EndlessHistory {
  const anomalies = rows / slotsPerAnomaly;
  let listed = 0;
  let rowsRead = 0;
  const anomalyAt = (n: number): Anomaly => {
    const openedAt = firstSlot + (anomalies - n) * slotsPerAnomaly * slotSeconds;
    const closedAt = openedAt + slotsPerAnomaly * slotSeconds;
    const reason = 'Uploaded far more than usual. '.repeat(10);
    return anomalyOf({
      id: String(n).padStart(9, '0'),
      subscriber: 's',
      openedAt,
      detectedAt: closedAt,
      closedAt,
      reason,
      expected,
    });
  };
  const samplesOf = (from: number): SubscriberSample[] =>
    Array.from({ length: slotsPerAnomaly }, (_, slot) => ({
      subscriber: 's',
      device: '62.0',
      slotStart: from + (slotsPerAnomaly - 1 - slot) * slotSeconds,
      seconds: slotSeconds,
      upBytes: 1 + slot,
      downBytes: 0,
      late: false,
    }));
  const history: Pick<HistoryReader, 'listAnomalies' | 'samplesOfRuns'> = {
    listAnomalies: async (_filter, { limit, after }) => {
      listed = after === undefined ? 0 : Number(after.id) + 1;
      return Array.from({ length: Math.min(limit, anomalies - listed) }, (_, n) => anomalyAt(listed + n));
    },
    samplesOfRuns: async (runs) => {
      if (rowsRead >= failAt) throw new Error('planted in the middle');
      rowsRead += runs.length * slotsPerAnomaly;
      return runs.map(({ range }) => samplesOf(range.from));
    },
  };
  return { history: history as HistoryReader, rowsRead: () => rowsRead };
}
