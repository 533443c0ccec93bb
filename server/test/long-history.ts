/** A history of many anomalies that are over, written in one go, for what has to stay quick however long a list is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { severities, subscriberAnomalyKinds, type Anomaly } from '../src/domain/anomaly.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { bytes, bytesPerSecond } from '../src/domain/traffic.ts';
import { createHistory } from '../src/history/clickhouse-history.ts';
import type { History } from '../src/history/history.ts';
import { createLog } from '../src/telemetry/log.ts';
import { anomalyOf, blockOf, eventOf, firstSlot, slotSeconds, withTotals } from './history-commits.ts';

export interface LongHistory {
  readonly history: History;
  /** Start of the slot in which the newest anomaly closed. */
  readonly lastSlot: number;
  remove(): Promise<void>;
}

/** So many times what is usual. */
const usual = (times: number) => bytesPerSecond(2e4 * times);
const slotsOfOne = 6;
const anomaliesOfSlot = 20;

/** The n-th that was detected; lists have the last one first. Some reasons are longer than others. */
export function pastAnomaly(n: number): Anomaly {
  const openedAt = firstSlot + slotSeconds * Math.floor(n / anomaliesOfSlot);
  const observed = bytesPerSecond(1e6 * (1 + (n % 13)));
  return anomalyOf({
    id: `past${9_999_999 - n}`,
    subscriber: String(1000 + (n % 4000)),
    device: n % 3 === 0 ? '66.1' : '62.0',
    kind: subscriberAnomalyKinds[n % subscriberAnomalyKinds.length]!,
    severity: severities[n % severities.length]!,
    openedAt,
    detectedAt: openedAt + 3 * slotSeconds,
    closedAt: openedAt + slotsOfOne * slotSeconds,
    upBytesPerSecond: observed,
    downBytesPerSecond: observed,
    expected: {
      lowUp: usual(0.5),
      usualUp: usual(1),
      highUp: usual(2),
      lowDown: usual(2),
      usualDown: usual(4),
      highDown: usual(8),
    },
    excessBytes: bytes(observed * slotsOfOne * slotSeconds),
    slots: slotsOfOne,
    reason: `Sent ${n % 13} times the usual${n % 7 === 0 ? ', hour after hour and again and again'.repeat(3) : ''}.`,
  });
}

/** One history may be open in a process at a time. */
export async function openLongHistory(anomalies: number): Promise<LongHistory> {
  const path = await mkdtemp(join(tmpdir(), 'tidewatch-long-'));
  const retention = { rawRetentionDays: 36_500, hourlyRetentionDays: 36_500 };
  const directory = new SubscriberIndex();
  const log = createLog({ level: 'silent' });
  const history = createHistory({ path, slotSeconds, ...retention, directory, log });
  await history.open();
  const all = Array.from({ length: anomalies }, (_, n) => pastAnomaly(n));
  const events = all.map((anomaly, n) => eventOf('closed', anomaly.closedAt!, n, anomaly));
  const lastSlot = all.at(-1)!.closedAt!;
  // A device and a subscriber are known by what they reported.
  const reported = blockOf(directory, { slotStart: lastSlot }, [{ subscriber: '1000', up: 1e6, down: 2e6 }]);
  await history.commit(withTotals(lastSlot, [reported], { events }));
  return {
    history,
    lastSlot,
    async remove() {
      await history.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}
