/** Follows the open anomalies of subscribers: when they have changed notably, and when they end. */
import type { Anomaly, AnomalyEventType } from './anomaly.ts';
import type { Rule } from './rule.ts';
import { currentAnomaly, extended, isNotable, rested, startRun, type Run } from './run.ts';
import type { SlotPoint } from './slot-point.ts';
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';
import type { EpochSeconds } from './traffic.ts';

export interface Told {
  readonly type: AnomalyEventType;
  readonly anomaly: Anomaly;
}

/** Bursts come again: what is as usual in between is a pause, until it has lasted for so many times as long. */
const pausesBetweenBursts = 6;

const shapes = { isOpen: perSubscriber(Uint8Array) };

export class RunTracker extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  readonly #rule: Rule;
  readonly #slotSeconds: number;
  readonly #runs = new Map<number, Run>();
  #told: Told[] = [];

  constructor(rule: Rule, slotSeconds: number) {
    super(shapes);
    this.#rule = rule;
    this.#slotSeconds = slotSeconds;
  }

  isOpen(who: number): boolean {
    return this.of.isOpen[who] === 1;
  }

  /** Whoever opens it tells of it. */
  open(who: number, anomaly: Anomaly, slotStart: EpochSeconds): void {
    this.#runs.set(who, startRun(anomaly, slotStart));
    this.of.isOpen[who] = 1;
  }

  /** One more slot of an open anomaly; true when it was the last. */
  follow(who: number, point: SlotPoint, score: number, isCalm: boolean, slotStart: EpochSeconds): boolean {
    const before = this.#runs.get(who)!;
    const run = isCalm ? rested(before, slotStart) : extended(before, point, score, slotStart);
    if (run.calmSlots >= this.#rule.closeSlots * (run.anomaly.kind === 'burst' ? pausesBetweenBursts : 1)) {
      this.#close(who, run);
      return true;
    }
    if (isCalm || !isNotable(run)) {
      this.#runs.set(who, run);
    } else {
      const anomaly = currentAnomaly(run);
      this.#runs.set(who, { ...run, anomaly });
      this.#told.push({ type: 'updated', anomaly });
    }
    return false;
  }

  /** Ends the runs that slots without any observation would have ended: nobody tells of those. */
  beginSlot(slotStart: EpochSeconds): void {
    this.#endUnseen(slotStart - this.#slotSeconds);
  }

  /** Ends the runs that nobody has seen for too long; gives what is to be told of the slot, in no order. */
  endSlot(slotStart: EpochSeconds): Told[] {
    this.#endUnseen(slotStart);
    const told = this.#told;
    this.#told = [];
    return told;
  }

  /** Nobody is told of the end of his run. */
  override forget(who: number): void {
    super.forget(who);
    this.#runs.delete(who);
  }

  /** As they were last told of, in order of subscriber. */
  openAnomalies(): Anomaly[] {
    return this.saveRuns().map(({ anomaly }) => anomaly);
  }

  /** In order of subscriber, whatever the order in which they opened. */
  saveRuns(): Run[] {
    return [...this.#runs.values()].sort((a, b) => (a.anomaly.subscriber! < b.anomaly.subscriber! ? -1 : 1));
  }

  restoreRuns(runs: readonly Run[], indexOf: (id: string) => number): void {
    this.#runs.clear();
    for (const run of runs) this.#runs.set(indexOf(run.anomaly.subscriber!), run);
  }

  #endUnseen(slotStart: EpochSeconds): void {
    for (const [who, run] of this.#runs) {
      if (slotStart - run.lastSeen >= this.#rule.forgetRunAfterSeconds) this.#close(who, run);
    }
  }

  #close(who: number, run: Run): void {
    this.#runs.delete(who);
    this.of.isOpen[who] = 0;
    this.#told.push({
      type: 'closed',
      anomaly: { ...currentAnomaly(run), closedAt: run.lastOutside + this.#slotSeconds },
    });
  }
}
