/** Follows the subscribers that are outside their band: when a run of slots becomes an anomaly, changes, and ends. */
import type { Anomaly, AnomalyEvent, AnomalyEventType, ExpectedTraffic } from './anomaly.ts';
import type { Judgement } from './judgement.ts';
import { extendRun, opensAnomaly, startRun, toAnomaly, type Run } from './run.ts';
import type { Rule } from './rule.ts';
import type { Column } from './saved-state.ts';
import { bytesPerSubscriber, perSubscriber, SubscriberColumns } from './subscriber-columns.ts';
import type { EpochSeconds } from './traffic.ts';

/** An open anomaly is told of again when its peak has grown by a tenth or its length has doubled: not every ten minutes. */
const notablePeakGrowth = 1.1;
const notableLengthGrowth = 2;

const shapes = { watched: perSubscriber(Uint8Array) };

export class RunTracker {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  readonly #rule: Rule;
  readonly #slotSeconds: number;
  readonly #runs = new Map<number, Run>();
  readonly #columns = new SubscriberColumns(shapes);
  #watched = this.#columns.arrays.watched;
  #slotStart: EpochSeconds = 0;
  #events: { type: AnomalyEventType; anomaly: Anomaly }[] = [];

  constructor(rule: Rule, slotSeconds: number) {
    this.#rule = rule;
    this.#slotSeconds = slotSeconds;
  }

  beginSlot(slotStart: EpochSeconds, subscribers: number): void {
    this.#slotStart = slotStart;
    this.#events = [];
    if (this.#columns.ensure(subscribers)) this.#watched = this.#columns.arrays.watched;
  }

  /** The open anomalies, as they were last told of. */
  openAnomalies(): Anomaly[] {
    return [...this.#runs.values()].flatMap(({ anomaly }) => anomaly ?? []);
  }

  save(subscribers: number): { columns: Map<string, Column>; runs: Run[] } {
    const columns = this.#columns.save(subscribers);
    this.#watched = this.#columns.arrays.watched;
    // What a run refers to is replaced, never changed: a copy of the run is enough.
    return { columns, runs: Array.from(this.#runs.values(), (run) => ({ ...run })) };
  }

  /** Between two slots. `indexOf` finds a run's subscriber. */
  restore(
    columns: ReadonlyMap<string, Column>,
    runs: readonly Run[],
    subscribers: number,
    indexOf: (id: string) => number,
  ): void {
    this.#columns.restore(columns, subscribers);
    this.#watched = this.#columns.arrays.watched;
    this.#runs.clear();
    for (const run of runs) this.#runs.set(indexOf(run.subscriber), { ...run });
  }

  /** Whether the subscriber has a run, so that calm slots matter too. */
  isWatched(subscriber: number): boolean {
    return this.#watched[subscriber] === 1;
  }

  /** Takes one judged slot of a subscriber that is suspicious or watched. */
  follow(judgement: Judgement, expected: ExpectedTraffic, seconds: number, id: string, device: string): void {
    const outside = judgement.upOutside || judgement.downOutside;
    let run = this.#runs.get(judgement.subscriber);
    // A gap breaks the row of slots that makes an anomaly, but does not end one that is open.
    const broken = run?.anomaly === null && this.#slotStart - run.lastSeen > this.#slotSeconds;
    if (run === undefined || broken) {
      if (!outside) return run && this.#end(judgement.subscriber, run);
      run = startRun(id, this.#slotStart, expected);
      this.#runs.set(judgement.subscriber, run);
      this.#watched[judgement.subscriber] = 1;
    }
    run.lastSeen = this.#slotStart;
    if (!outside) return this.#rest(judgement, run);
    extendRun(run, judgement, seconds, this.#slotStart, device);
    if (run.anomaly === null) {
      if (opensAnomaly(run, this.#rule)) this.#tell('opened', run, toAnomaly(run, this.#rule, this.#slotSeconds));
    } else if (run.peakScore >= run.toldPeak * notablePeakGrowth || run.slots >= run.toldSlots * notableLengthGrowth) {
      this.#tell('updated', run, run.anomaly);
    }
  }

  /** Ends the runs that nobody has seen for too long; gives the events of the slot in order of subscriber id. */
  endSlot(): AnomalyEvent[] {
    for (const [subscriber, run] of this.#runs) {
      if (this.#slotStart - run.lastSeen >= this.#rule.forgetRunAfterSeconds) this.#end(subscriber, run);
    }
    const at = this.#slotStart + this.#slotSeconds;
    return this.#events
      .sort((a, b) =>
        a.anomaly.subscriber < b.anomaly.subscriber ? -1 : a.anomaly.subscriber > b.anomaly.subscriber ? 1 : 0,
      )
      .map((event, ordinal) => ({ ...event, at, ordinal }));
  }

  /** A slot inside the band. What is not yet an anomaly must be outside in every slot; an anomaly ends after several quiet ones. */
  #rest(judgement: Judgement, run: Run): void {
    if (run.anomaly === null) return this.#end(judgement.subscriber, run);
    run.quietSlots = judgement.suspicious ? 0 : run.quietSlots + 1;
    if (run.quietSlots >= this.#rule.slotsToClose) this.#end(judgement.subscriber, run);
  }

  #end(subscriber: number, run: Run): void {
    this.#runs.delete(subscriber);
    this.#watched[subscriber] = 0;
    if (run.anomaly !== null)
      this.#tell('closed', run, { ...run.anomaly, closedAt: run.lastOutside + this.#slotSeconds });
  }

  #tell(type: AnomalyEventType, run: Run, anomaly: Anomaly): void {
    run.anomaly = { ...anomaly, peakScore: run.peakScore, slots: run.slots, excessBytes: run.excessBytes };
    run.toldPeak = run.peakScore;
    run.toldSlots = run.slots;
    this.#events.push({ type, anomaly: run.anomaly });
  }
}
