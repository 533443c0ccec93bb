/**
 * When Tidewatch starts under another rule than before, the anomalies that are open in history and those that the
 * detector, rebuilt by the rule of today, has open are not the same. What the detector does not know is closed, or it
 * would stay open for ever; what history does not have open is opened, or its end would be told without its beginning.
 */
import type { Anomaly, AnomalyEvent } from '../domain/anomaly.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { AnomalyKey, HistoryReader } from '../history/history.ts';
import type { JudgedSlot } from './slot-judge.ts';

const rowsPerPage = 500;

export class RuleHandover {
  #steps: Pick<AnomalyEvent, 'type' | 'anomaly'>[] = [];

  /** Finds the differences between history and what the detector has open, once it is where history ends. */
  async compare(
    history: Pick<HistoryReader, 'listAnomalies'>,
    open: readonly Anomaly[],
    end: EpochSeconds,
  ): Promise<void> {
    const stored = await openAnomaliesOf(history);
    const storedIds = new Set(stored.map(({ id }) => id));
    const openIds = new Set(open.map(({ id }) => id));
    const closed = stored.filter(({ id }) => !openIds.has(id));
    const opened = open.filter(({ id }) => !storedIds.has(id));
    this.#steps = [
      ...closed.sort(inOrder).map((anomaly) => ({ type: 'closed' as const, anomaly: { ...anomaly, closedAt: end } })),
      ...opened.sort(inOrder).map((anomaly) => ({ type: 'opened' as const, anomaly })),
    ];
  }

  /** The slot, in whose events the differences come first: once, in the first slot after the start. */
  addTo(slot: JudgedSlot, slotSeconds: number): JudgedSlot {
    if (this.#steps.length === 0) return slot;
    const at = slot.slotStart + slotSeconds;
    const events = [...this.#steps, ...slot.events].map(({ type, anomaly }, ordinal) => ({
      type,
      at,
      ordinal,
      anomaly,
    }));
    this.#steps = [];
    return { ...slot, events };
  }
}

async function openAnomaliesOf(history: Pick<HistoryReader, 'listAnomalies'>): Promise<Anomaly[]> {
  const found: Anomaly[] = [];
  for (let after: AnomalyKey | undefined; ;) {
    const page = await history.listAnomalies({ open: true }, { limit: rowsPerPage, after });
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < rowsPerPage) return found;
    after = { detectedAt: last.detectedAt, id: last.id };
  }
}

/** In the detector's order: subscribers by id, then devices. */
function inOrder(a: Anomaly, b: Anomaly): number {
  if (a.subscriber === null || b.subscriber === null) {
    return Number(a.subscriber === null) - Number(b.subscriber === null) || compareText(a.device, b.device);
  }
  return compareText(a.subscriber, b.subscriber);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
