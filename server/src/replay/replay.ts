/** The `replay` command's work: a folder of snapshots through the same decode, normalise, slots and detection as live, offline. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { CohortDirectory } from '../domain/cohort-directory.ts';
import type { DropReason } from '../domain/dead-letter.ts';
import type { DeviceReading } from '../domain/device.ts';
import type { Rule } from '../domain/rule.ts';
import type { SlotClosing } from '../domain/slot-assembler.ts';
import { SessionLedger } from '../domain/session-ledger.ts';
import type { SubscriberIndex } from '../domain/subscriber-index.ts';
import { Intake, type TakenSlot, type TakenSnapshot } from '../pipeline/intake.ts';
import type { Snapshot, SourceSink } from '../ingest/source.ts';
import { SlotJudge } from '../pipeline/slot-judge.ts';

export interface ReplayOptions {
  readonly rule: Rule;
  readonly slotSeconds: number;
  readonly latenessSeconds: number;
  /** `complete` when not given. */
  readonly closing?: SlotClosing;
  readonly devices: readonly DeviceReading[];
  readonly subscribers: SubscriberIndex;
  readonly cohorts: CohortDirectory;
  readonly onProgress: (done: number, total: number) => void;
}

export interface ReplayAccount {
  files: number;
  rows: number;
  accepted: number;
  late: number;
  readonly dropped: Map<DropReason, number>;
  slots: number;
}

/** Sink of a source; `finish` closes what is open and gives the anomalies as they stand at the end, by detection time, then id. */
export class Replay implements SourceSink {
  readonly account: ReplayAccount = { files: 0, rows: 0, accepted: 0, late: 0, dropped: new Map(), slots: 0 };
  readonly #intake: Intake;
  readonly #judge: SlotJudge;
  readonly #anomalies = new Map<string, Anomaly>();
  readonly #onProgress: ReplayOptions['onProgress'];

  constructor(options: ReplayOptions) {
    const { slotSeconds } = options;
    const names = options.devices.map((device) => device.name);
    this.#intake = new Intake({ ...options, devices: names }, new SessionLedger());
    this.#judge = new SlotJudge(options.rule, slotSeconds, options.subscribers, options.cohorts);
    this.#onProgress = options.onProgress;
  }

  async accept(snapshot: Snapshot): Promise<void> {
    const { taken } = this.#intake.take(snapshot);
    if (taken !== null) this.#countSnapshot(taken);
    for (let slot = this.#intake.closeNext(); slot !== null; slot = this.#intake.closeNext()) this.#take(slot);
  }

  async caughtUp(): Promise<void> {}

  progress(done: number, total: number): void {
    this.#onProgress(done, total);
  }

  finish(): Anomaly[] {
    for (let slot = this.#intake.flushNext(); slot !== null; slot = this.#intake.flushNext()) this.#take(slot);
    return [...this.#anomalies.values()].sort((a, b) => a.detectedAt - b.detectedAt || (a.id < b.id ? -1 : 1));
  }

  #countSnapshot({ account }: TakenSnapshot): void {
    this.account.files++;
    this.account.rows += account.rows;
    this.account.accepted += account.accepted;
    this.account.late += account.late;
    for (const [reason, rows] of Object.entries(account.dropped) as [DropReason, number][]) {
      this.account.dropped.set(reason, (this.account.dropped.get(reason) ?? 0) + rows);
    }
  }

  #take(slot: TakenSlot): void {
    this.account.slots++;
    for (const snapshot of slot.snapshots) this.#countSnapshot(snapshot);
    for (const { anomaly } of this.#judge.judge(slot).events) this.#anomalies.set(anomaly.id, anomaly);
  }
}
