/**
 * The detector: a pure state machine, (state, observations of a slot) -> anomaly events. Each subscriber is measured by his
 * own highest values of the last days; how far beyond them he may come by himself he shares with those who stray alike.
 * The point being judged is learned from only afterwards. Sums over subscribers are of whole numbers, so that it makes
 * no difference in which order they come.
 */
import { AlertBudget, type AlertBudgetState } from './alert-budget.ts';
import type { Anomaly, AnomalyEvent } from './anomaly.ts';
import { oneCohort, type CohortDirectory } from './cohort-directory.ts';
import { DeviceWatch } from './device-watch.ts';
import { rankOfFinding, toAnomaly, type Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import type { Told } from './run-tracker.ts';
import type { Run } from './run.ts';
import { columnsOf, withPrefix, type Column, type Saveable, type SavedState } from './saved-state.ts';
import { slotClock } from './clock.ts';
import type { SlotObservations } from './slot-observations.ts';
import type { SubscriberDirectory } from './subscriber-directory.ts';
import { SubscriberJudge } from './subscriber-judge.ts';
import type { EpochSeconds } from './traffic.ts';

/** Goes up with every change of what the state means, so that a state that was saved before is not taken for today's. */
export const detectorStateVersion = 5;

/** Whether nobody is to be told of an anomaly that is about to open. */
export type IsSuppressed = (anomaly: Anomaly) => boolean;

interface Records {
  readonly runs: readonly Run[];
  readonly devices: ReturnType<DeviceWatch['save']>;
  readonly budget: AlertBudgetState;
  readonly network: ReturnType<SubscriberJudge['saveNetwork']>;
}

export class Detector implements Saveable {
  readonly #rule: Rule;
  readonly #slotSeconds: number;
  readonly #directory: SubscriberDirectory;
  readonly #subscribers: SubscriberJudge;
  readonly #devices: DeviceWatch;
  readonly #budget: AlertBudget;
  readonly #isSuppressed: IsSuppressed;

  constructor(
    rule: Rule,
    slotSeconds: number,
    directory: SubscriberDirectory,
    cohorts: CohortDirectory = oneCohort,
    isSuppressed: IsSuppressed = () => false,
  ) {
    this.#rule = rule;
    this.#slotSeconds = slotSeconds;
    this.#directory = directory;
    this.#subscribers = new SubscriberJudge(rule, slotSeconds, directory, cohorts);
    this.#devices = new DeviceWatch(rule, slotSeconds);
    this.#budget = new AlertBudget(rule.settings.alertsPerMillionPerDay);
    this.#isSuppressed = isSuppressed;
  }

  /** Bytes of state a subscriber, without the directory. */
  static readonly bytesPerSubscriber = SubscriberJudge.bytesPerSubscriber;

  /** Slots must come in order. Events are numbered in order of subscriber id, then of device, so that every replay numbers them alike. */
  observe(slotStart: EpochSeconds, observations: SlotObservations): AnomalyEvent[] {
    const clock = slotClock(slotStart, this.#slotSeconds);
    const { findings, told, devices } = this.#subscribers.observe(clock, slotStart, observations);
    const events = [...told, ...this.#open(findings, slotStart)].sort(bySubscriber);
    const at = slotStart + this.#slotSeconds;
    return [...events, ...this.#devices.observe(slotStart, devices)].map((event, ordinal) => ({
      ...event,
      at,
      ordinal,
    }));
  }

  /** -log10 of the chance per day of what the subscriber showed in the newest slot; 0 when he was not observed. */
  scoreOf(subscriber: number): number {
    return this.#subscribers.scoreOf(subscriber);
  }

  /** The open anomalies, as they were last told of. */
  openAnomalies(): Anomaly[] {
    return [...this.#subscribers.openAnomalies(), ...this.#devices.openAnomalies()];
  }

  /** Forgets what was learned of a subscriber; between two slots. */
  forget(subscriber: number): void {
    this.#subscribers.forget(subscriber);
  }

  save(): SavedState {
    const { columns, runs } = this.#subscribers.save();
    const network = this.#subscribers.saveNetwork();
    const records: Records = { runs, devices: this.#devices.save(), budget: this.#budget.save(), network };
    return { columns: new Map(withPrefix('subscribers', columns)), records };
  }

  /** The directory must have been restored before. */
  restore({ columns, records }: SavedState): void {
    const { runs, devices, budget, network } = records as Records;
    const subscribers: ReadonlyMap<string, Column> = columnsOf('subscribers', columns);
    this.#subscribers.restore(subscribers, runs, network);
    this.#devices.restore(devices);
    this.#budget.restore(budget);
  }

  /** What is suppressed is opened like any other, but nobody is told, and it takes no place in the budget. */
  #open(findings: readonly Finding[], slotStart: EpochSeconds): Told[] {
    if (findings.length === 0) return [];
    const anomalies = findings.map((finding) => toAnomaly(finding, slotStart, this.#slotSeconds, this.#rule));
    const candidates = findings.flatMap((finding, i) => {
      const anomaly = anomalies[i]!;
      return this.#isSuppressed(anomaly) ? [] : [{ id: anomaly.id, rank: rankOfFinding(finding, this.#slotSeconds) }];
    });
    const alerted = this.#budget.grant(candidates, slotStart, this.#directory.size);
    return findings.map(({ who }, i) => {
      const anomaly = { ...anomalies[i]!, alerted: alerted.has(anomalies[i]!.id) };
      this.#subscribers.open(who, anomaly, slotStart);
      return { type: 'opened', anomaly };
    });
  }
}

function bySubscriber(a: Told, b: Told): number {
  const [first, second] = [a.anomaly.subscriber!, b.anomaly.subscriber!];
  return first < second ? -1 : first > second ? 1 : 0;
}
