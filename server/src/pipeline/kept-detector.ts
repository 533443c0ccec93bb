/**
 * The detector whose state survives: a start takes the newest checkpoint and judges again what history holds after it,
 * or all of it when there is no checkpoint that fits. Either way the state is a function of the samples that were seen.
 */
import { asRefusal, checkIdentity, type CheckpointIdentity } from '../checkpoint/checkpoint.ts';
import type { CheckpointStore } from '../checkpoint/checkpoint-file.ts';
import { CheckpointKeeper } from '../checkpoint/checkpoint-keeper.ts';
import { restoreDetection, saveDetection } from '../checkpoint/detection-state.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import { detectorStateVersion, type IsSuppressed } from '../domain/detector.ts';
import type { Rule } from '../domain/rule.ts';
import type { Saveable, SavedState } from '../domain/saved-state.ts';
import type { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { HistoryWriter, TimeRange } from '../history/history.ts';
import type { PersonHistory } from '../history/person-history.ts';
import type { SubscriberTable } from '../ingest/subscriber-table.ts';
import type { PipelineEvents } from './pipeline-events.ts';
import { SlotJudge, type ClosedSlot, type JudgedSlot } from './slot-judge.ts';

export interface KeptDetectorOptions {
  readonly rule: Rule;
  readonly slotSeconds: number;
  readonly directory: SubscriberDirectory & Saveable & Pick<SubscriberIndex, 'find' | 'erase'>;
  readonly subscriberTable: SubscriberTable;
  readonly checkpoints: CheckpointStore;
  readonly history: Pick<HistoryWriter, 'identity' | 'replaySlots'> & Pick<PersonHistory, 'erasures'>;
  /** What the alert budget is not spent on. */
  readonly isSuppressed?: IsSuppressed;
  readonly events: PipelineEvents;
  /** Monotonic clock, milliseconds. */
  readonly now: () => number;
}

export class KeptDetector {
  readonly #options: KeptDetectorOptions;
  readonly #keeper: CheckpointKeeper;
  /** Another one takes its place when a checkpoint turns out not to fit. */
  #judge: SlotJudge;
  /** Start of the newest slot that was judged, and of the newest that history has. */
  #judgedThrough: EpochSeconds | null = null;
  #committedThrough: EpochSeconds | null = null;

  constructor(options: KeptDetectorOptions) {
    const { checkpoints, events, now } = options;
    this.#options = options;
    this.#judge = this.#newJudge();
    this.#keeper = new CheckpointKeeper({
      store: checkpoints,
      onWritten: (...written) => events.checkpointWritten(...written),
      onFault: (fault) => events.checkpointFailed(fault),
      now,
    });
  }

  /** Brings the state to where history ends, or stops on the way when aborted. Call before the first slot. */
  async resume(closedThrough: EpochSeconds | null, signal: AbortSignal): Promise<void> {
    const identity = await this.#identity();
    const covered = await this.#restore(identity, closedThrough);
    this.#keeper.begin(identity, covered);
    if (closedThrough === null) return;
    const { slotSeconds } = this.#options;
    const after = covered === null ? null : { from: covered + slotSeconds, to: closedThrough + slotSeconds };
    this.#committedThrough = closedThrough;
    this.#judgedThrough = covered;
    await this.#replay(after, closedThrough, signal);
  }

  /** Slots must come in order. */
  judge(slot: ClosedSlot): JudgedSlot {
    const judged = this.#judge.judge(slot);
    this.#judgedThrough = slot.slotStart;
    this.#keeper.slotJudged(slot.slotStart, () => this.#save());
    return judged;
  }

  /** As they were last told of. */
  openAnomalies(): Anomaly[] {
    return this.#judge.openAnomalies();
  }

  /** Forgets what was learned of a subscriber, and who he was. Between two slots. */
  forget(subscriber: number): void {
    this.#judge.forget(subscriber);
    this.#options.directory.erase(subscriber);
  }

  /** An erasure was noted, and who was erased is forgotten: no checkpoint from before it is left, nor made any more. */
  async erased(): Promise<void> {
    await this.#keeper.discard(await this.#identity());
  }

  /** History has everything up to this slot. */
  committed(closedThrough: EpochSeconds): void {
    this.#committedThrough = closedThrough;
    this.#keeper.committed(closedThrough);
  }

  /** Writes a last checkpoint when history has all that was judged. Never rejects. */
  async stop(): Promise<void> {
    await this.#keeper.finish(this.#judgedThrough, this.#committedThrough, () => this.#save());
  }

  /** Takes the state of the checkpoint, and gives the slot that it has seen; null when there is none that fits. */
  async #restore(identity: CheckpointIdentity, closedThrough: EpochSeconds | null): Promise<EpochSeconds | null> {
    const { checkpoints, directory, events } = this.#options;
    try {
      const found = await checkpoints.read();
      if (found === null) return null;
      checkIdentity(found, identity, closedThrough);
      restoreDetection(found.state, directory, this.#judge);
      events.restored(found.closedThrough);
      return found.closedThrough;
    } catch (error) {
      const { reason, message } = asRefusal(error);
      this.#judge = this.#newJudge();
      const way = 'the state of the detector is rebuilt from history, and the next checkpoint takes its place';
      events.checkpointRefused(reason, `The checkpoint ${checkpoints.path} ${message}; ${way}.`);
      // Later history may come past it, with slots that it has not seen; and who was erased is to be in no file.
      if (reason === 'ahead' || reason === 'erasure') await checkpoints.remove();
      return null;
    }
  }

  /** All of history when the range is null. */
  async #replay(range: TimeRange | null, closedThrough: EpochSeconds, signal: AbortSignal): Promise<void> {
    const { history, events, slotSeconds } = this.#options;
    let first = range?.from ?? null;
    for await (const slot of history.replaySlots(range ?? undefined)) {
      if (signal.aborted) return;
      this.judge(slot);
      this.committed(closedThrough);
      first ??= slot.slotStart;
      events.rebuilding((slot.slotStart - first) / slotSeconds + 1, (closedThrough - first) / slotSeconds + 1);
    }
  }

  async #identity(): Promise<CheckpointIdentity> {
    const { history, rule, subscriberTable, slotSeconds } = this.#options;
    return {
      stateVersion: detectorStateVersion,
      ruleVersion: rule.version,
      subscribersVersion: subscriberTable.version,
      slotSeconds,
      historyId: await history.identity(),
      erasures: (await history.erasures()).length,
    };
  }

  #newJudge(): SlotJudge {
    const { rule, slotSeconds, directory, subscriberTable, isSuppressed } = this.#options;
    return new SlotJudge(rule, slotSeconds, directory, subscriberTable.cohorts, isSuppressed);
  }

  #save(): SavedState {
    return saveDetection(this.#options.directory, this.#judge);
  }
}
