/** Judges stored slots by two rules in one pass, and compares what they find. */
import type { BacktestResult, ChangedAnomalies } from './backtest.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import type { CohortDirectory } from '../domain/cohort-directory.ts';
import { compareAnomalies } from '../domain/rule-comparison.ts';
import type { Rule } from '../domain/rule.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { HistoryWriter, TimeRange } from '../history/history.ts';
import { SlotJudge } from '../pipeline/slot-judge.ts';

export interface ComputationOptions {
  readonly history: Pick<HistoryWriter, 'replaySlots'>;
  readonly directory: SubscriberDirectory;
  readonly cohorts: CohortDirectory;
  readonly slotSeconds: number;
  readonly runningRule: Rule;
  readonly rule: Rule;
  /** What is judged; the part before `counted` is only learned from. */
  readonly judged: TimeRange;
  readonly counted: TimeRange;
  /** With the share that is done, after each slot. */
  readonly onProgress: (progress: number) => void;
  readonly signal: AbortSignal;
}

/** A rule that finds more is not worth listing, and would fill the memory. */
const mostAnomalies = 100_000;
const mostListed = 100;

export class TooManyAnomalies extends Error {
  constructor(rule: Rule) {
    super(
      `Rule ${rule.version} finds more than ${mostAnomalies} anomalies; give a stricter rule or a shorter time range`,
    );
    this.name = 'TooManyAnomalies';
  }
}

/** Throws the signal's reason when it is aborted. The event loop gets a turn after each slot. */
export async function computeBacktest(options: ComputationOptions): Promise<BacktestResult> {
  const { history, judged, slotSeconds, onProgress, signal } = options;
  const first = new FoundAnomalies(options.runningRule, options);
  const second = new FoundAnomalies(options.rule, options);
  let begin: number | null = null;
  for await (const slot of history.replaySlots(judged)) {
    signal.throwIfAborted();
    first.take(slot);
    second.take(slot);
    begin ??= slot.slotStart;
    onProgress((slot.slotStart + slotSeconds - begin) / (judged.to - begin));
  }
  signal.throwIfAborted();
  const counts = (anomaly: Anomaly): boolean => isRevealedIn(options.counted, anomaly, slotSeconds);
  const { both, newlyFiring, vanished } = compareAnomalies(first.anomalies, second.anomalies);
  return {
    byRunningRule: first.anomalies.filter(counts).length,
    byRule: second.anomalies.filter(counts).length,
    byBoth: both.filter(counts).length,
    newlyFiring: highestOf(newlyFiring.filter(counts)),
    vanished: highestOf(vanished.filter(counts)),
  };
}

/** The anomalies of one rule, as they stand after the slots so far. */
class FoundAnomalies {
  readonly #rule: Rule;
  readonly #judge: SlotJudge;
  readonly #byId = new Map<string, Anomaly>();

  constructor(rule: Rule, { slotSeconds, directory, cohorts }: ComputationOptions) {
    this.#rule = rule;
    this.#judge = new SlotJudge(rule, slotSeconds, directory, cohorts);
  }

  get anomalies(): Anomaly[] {
    return [...this.#byId.values()];
  }

  take(slot: Parameters<SlotJudge['judge']>[0]): void {
    for (const { anomaly } of this.#judge.judge(slot).events) this.#byId.set(anomaly.id, anomaly);
    if (this.#byId.size > mostAnomalies) throw new TooManyAnomalies(this.#rule);
  }
}

function isRevealedIn({ from, to }: TimeRange, { detectedAt }: Anomaly, slotSeconds: number): boolean {
  const slotStart = detectedAt - slotSeconds;
  return slotStart >= from && slotStart < to;
}

function highestOf(anomalies: readonly Anomaly[]): ChangedAnomalies {
  const byScore = anomalies.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { count: anomalies.length, highest: byScore.slice(0, mostListed) };
}
