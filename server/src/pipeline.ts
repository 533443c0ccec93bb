/**
 * The way of the data, on one page: source -> intake (decode, normalise) -> slots -> judge (detect) -> commit queue
 * (history) -> feed. What is told to the feed is in history already: the journal sees to it.
 */
import type { CheckpointStore } from './checkpoint/checkpoint-file.ts';
import type { IsSuppressed } from './domain/detector.ts';
import { SessionLedger } from './domain/session-ledger.ts';
import type { Rule } from './domain/rule.ts';
import type { SlotClosing } from './domain/slot-assembler.ts';
import type { DeviceReading } from './domain/device.ts';
import type { Saveable } from './domain/saved-state.ts';
import type { SubscriberIndex } from './domain/subscriber-index.ts';
import type { SubscriberDirectory } from './domain/subscriber-directory.ts';
import type { EpochSeconds } from './domain/traffic.ts';
import { CommitQueue, type CommitQueueOptions } from './pipeline/commit-queue.ts';
import { ofFileKey, type Commit, type HistoryReader, type HistoryWriter } from './history/history.ts';
import type { PersonHistory } from './history/person-history.ts';
import { Intake, type TakenSlot, type TakenSnapshot } from './pipeline/intake.ts';
import type { Journal } from './pipeline/journal.ts';
import { KeptDetector } from './pipeline/kept-detector.ts';
import type { Snapshot, Source, SourceSink } from './ingest/source.ts';
import type { SubscriberTable } from './ingest/subscriber-table.ts';
import type { Feed } from './live/feed.ts';
import type { RedisMirror } from './mirror/redis-mirror.ts';
import type { PipelineEvents } from './pipeline/pipeline-events.ts';
import { RuleHandover } from './pipeline/rule-handover.ts';
import type { JudgedSlot } from './pipeline/slot-judge.ts';

export interface PipelineOptions {
  readonly source: Source;
  readonly history: HistoryWriter & Pick<HistoryReader, 'listAnomalies'> & Pick<PersonHistory, 'erasures'>;
  /** Takes the commits to history, and their events to the feed. */
  readonly journal: Pick<Journal, 'commit'>;
  readonly feed: Pick<Feed, 'publish'>;
  /** What the alert budget is not spent on. */
  readonly isSuppressed?: IsSuppressed;
  readonly rule: Rule;
  readonly slotSeconds: number;
  readonly latenessSeconds: number;
  /** `complete` when not given. */
  readonly closing?: SlotClosing;
  readonly devices: readonly DeviceReading[];
  readonly directory: SubscriberDirectory & Saveable & Pick<SubscriberIndex, 'find' | 'erase'>;
  readonly subscriberTable: SubscriberTable;
  readonly checkpoints: CheckpointStore;
  readonly rowsPerCommit: number;
  readonly events: PipelineEvents;
  /** Told of what history has, where there is one. */
  readonly mirror?: Pick<RedisMirror, 'resume' | 'committed'> | null;
  readonly wait: CommitQueueOptions['wait'];
  readonly now: () => number;
}

/** Slots of a catching-up commit that are told to the live feed: listeners want to see it move, not every slot of a week. */
const slotsToldPerCommit = 1;

export class Pipeline implements SourceSink {
  readonly #options: PipelineOptions;
  readonly #ledger = new SessionLedger();
  readonly #intake: Intake;
  readonly #detector: KeptDetector;
  readonly #handover = new RuleHandover();
  readonly #queue: CommitQueue;
  readonly #stopping = new AbortController();
  #sourceRuns = false;
  #started: Promise<void> = Promise.resolve();

  constructor(options: PipelineOptions) {
    const { devices, events } = options;
    this.#options = options;
    const names = devices.map((device) => device.name);
    this.#intake = new Intake({ ...options, devices: names }, this.#ledger);
    this.#detector = new KeptDetector(options);
    this.#queue = new CommitQueue({
      ...options,
      history: options.journal,
      onCommitted: (slots, commit, seconds) => this.#committed(slots, commit, seconds),
      onFault: (fault) => events.commitFailed(fault),
    });
  }

  /** Brings the detector to where history ends, then starts the source. */
  start(): Promise<void> {
    const starting = this.#start();
    // Whoever called sees the error.
    this.#started = starting.catch(() => undefined);
    return starting;
  }

  async #start(): Promise<void> {
    const { history, source } = this.#options;
    const closedThrough = await history.closedThrough();
    const ingested = await history.ingestedFileKeys();
    await this.#detector.resume(closedThrough, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    if (closedThrough !== null) await this.#resume(closedThrough, ingested);
    if (this.#stopping.signal.aborted) return;
    this.#sourceRuns = true;
    source.start(this, { closedThrough, ingested });
  }

  /** Ends a rebuild, the source, the queue and the checkpoints; what is not in history yet is read again by the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#queue.stop();
    if (this.#sourceRuns) await this.#options.source.stop();
    await this.#detector.stop();
  }

  async accept(snapshot: Snapshot): Promise<void> {
    const { placing, taken } = this.#intake.take(snapshot);
    if (placing === 'replaces') this.#options.events.snapshotCorrected(snapshot.file, 'replaced');
    if (placing === 'corrects')
      this.#options.events.snapshotCorrected(snapshot.file, taken?.correction == null ? 'kept-aside' : 'amended');
    if (taken !== null) this.#add(taken);
    for (let slot = this.#intake.closeNext(); slot !== null; slot = this.#intake.closeNext()) {
      for (const onTime of slot.snapshots) this.#add(onTime);
      this.#queue.addSlot(this.#handover.addTo(this.#judge(slot), this.#options.slotSeconds));
    }
    this.#options.events.rowsWaiting(this.#queue.rows);
    await this.#queue.makeRoom();
  }

  /**
   * Forgets a subscriber by all his names, once his erasure is noted in history. Resolves when nothing of him is left here, and
   * all that was judged of him is in history, to be erased there. What comes in later is of somebody new.
   */
  async forget(names: readonly string[]): Promise<void> {
    // What is read from history at the start may be of him.
    await this.#started;
    this.#letGo(names);
    // Under his names: that is how they are found there.
    await this.#queue.flush();
    for (const subscriber of this.#letGo(names)) this.#detector.forget(subscriber);
    await this.#detector.erased();
  }

  async caughtUp(): Promise<void> {
    await this.#queue.flush();
    this.#options.events.caughtUp();
  }

  progress(done: number, total: number): void {
    this.#options.events.progress(done, total);
  }

  /** Goes on where history ends; the detector is there already. */
  async #resume(closedThrough: EpochSeconds, ingested: ReadonlySet<string>): Promise<void> {
    const { history, events, slotSeconds } = this.#options;
    await this.#handover.compare(history, this.#detector.openAnomalies(), closedThrough + slotSeconds);
    for (const reading of await history.lastSessionCounters()) this.#ledger.restore(reading);
    this.#intake.resume(closedThrough, Array.from(ingested, ofFileKey));
    this.#queue.resume(closedThrough);
    this.#options.mirror?.resume(closedThrough);
    events.rebuilt(closedThrough);
  }

  /** Of what waits; gives those that are known. */
  #letGo(names: readonly string[]): number[] {
    return names.flatMap((name) => {
      const subscriber = this.#options.directory.find(name);
      if (subscriber === null) return [];
      this.#intake.forget(subscriber, name);
      return subscriber;
    });
  }

  #add(taken: TakenSnapshot): void {
    this.#options.events.snapshotTaken(taken.account);
    this.#queue.addSnapshot(taken);
  }

  #judge(slot: TakenSlot): JudgedSlot {
    const { events, now } = this.#options;
    const begun = now();
    const judged = this.#detector.judge(slot);
    events.slotJudged((now() - begun) / 1000);
    return judged;
  }

  #committed(slots: readonly JudgedSlot[], commit: Commit, seconds: number): void {
    const { feed, events, source } = this.#options;
    this.#detector.committed(commit.closedThrough);
    source.acknowledge?.(commit.files);
    events.committed(commit, slots.length, seconds);
    this.#options.mirror?.committed(commit);
    events.rowsWaiting(this.#queue.rows);
    feed.publish(
      'slot',
      slots.slice(-slotsToldPerCommit).map(({ slotStart, totals }) => ({ slotStart, totals })),
    );
  }
}
