/** Keeps the status of ingest up to date from what the pipeline tells, and hands every step on to metrics and log. */
import type { IngestedFile } from '../domain/dead-letter.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Refusal } from '../checkpoint/checkpoint.ts';
import type { Commit } from '../history/history.ts';
import type { Source } from '../ingest/source.ts';
import type { UnlistedDevice } from '../ingest/unlisted-device.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { CorrectionOutcome, PipelineEvents } from '../pipeline/pipeline-events.ts';
import type { ProgressReport } from './progress-report.ts';
import type { IngestStatus, StatusReader } from './status.ts';
import { recordSpan } from './traces.ts';

export class StatusTracker implements PipelineEvents, StatusReader {
  #status: IngestStatus;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #report: ProgressReport;
  /** By source. */
  readonly #unlisted = new Map<string, readonly UnlistedDevice[]>();
  readonly #newestOf = new Map<string, EpochSeconds>();

  constructor(slotSeconds: number, metrics: Metrics, log: Logger, report: ProgressReport) {
    this.#metrics = metrics;
    this.#log = log.child({ component: 'ingest' });
    this.#report = report;
    this.#status = {
      phase: 'opening',
      source: '',
      simulated: false,
      dataAsOf: null,
      slotSeconds,
      done: 0,
      total: 0,
      unreadableFiles: 0,
      unlistedDevices: [],
      fault: null,
    };
  }

  /** Says which source it is; call before the pipeline starts. */
  reportsOn({ description, simulated }: Pick<Source, 'description' | 'simulated'>): void {
    this.#change({ source: description, simulated });
  }

  current(): IngestStatus {
    return this.#status;
  }

  restored(closedThrough: EpochSeconds): void {
    this.#log.info({ closedThrough }, "The detector's state is that of the checkpoint");
  }

  checkpointRefused(reason: Refusal, sentence: string): void {
    this.#metrics.checkpointsRefused.inc({ reason });
    this.#log.warn({ reason }, sentence);
  }

  checkpointWritten(closedThrough: EpochSeconds, bytes: number, seconds: number): void {
    this.#metrics.checkpointSeconds.observe(seconds);
    this.#metrics.checkpointBytes.set(bytes);
    recordSpan({ name: 'checkpoint.write', seconds, attributes: { bytes } });
    this.#log.debug({ closedThrough, bytes, seconds }, 'A checkpoint is written');
  }

  checkpointFailed(fault: Error): void {
    this.#metrics.checkpointsFailed.inc();
    this.#log.error({ err: fault }, 'A checkpoint could not be written; the one before is kept');
  }

  rebuilding(done: number, total: number): void {
    this.#change({ phase: 'rebuilding', done, total });
    this.#report.rebuilding(done, total);
  }

  rebuilt(closedThrough: EpochSeconds): void {
    this.#change({ dataAsOf: closedThrough });
  }

  progress(done: number, total: number): void {
    // Once live, a snapshot or two that wait are not worth a bar.
    const phase = this.#status.phase === 'live' && total - done < 100 ? 'live' : 'catching-up';
    this.#change({ phase, done, total });
    if (phase === 'catching-up') this.#report.catchingUp(done, total);
  }

  snapshotTaken({ device, snapshotAt, accepted, dropped }: IngestedFile): void {
    const newest = Math.max(snapshotAt, this.#newestOf.get(device) ?? 0);
    this.#newestOf.set(device, newest);
    this.#metrics.deviceNewest.set({ device }, newest);
    this.#metrics.rowsAccepted.inc(accepted);
    for (const [reason, rows] of Object.entries(dropped)) this.#metrics.rowsDropped.inc({ reason }, rows);
  }

  snapshotCorrected(file: string, outcome: CorrectionOutcome): void {
    this.#metrics.corrections.inc({ outcome });
    this.#log.info({ file, outcome }, 'A snapshot came in a newer revision');
  }

  slotJudged(seconds: number): void {
    this.#metrics.slotJudgeSeconds.observe(seconds);
    recordSpan({ name: 'slot.judge', seconds });
  }

  rowsWaiting(rows: number): void {
    this.#metrics.rowsWaiting.set(rows);
  }

  committed(commit: Commit, slots: number, seconds: number): void {
    this.#metrics.slotsClosed.inc(slots);
    this.#metrics.historyCommitSeconds.observe(seconds);
    recordSpan({ name: 'history.commit', seconds, attributes: { slots, blocks: commit.blocks.length } });
    for (const { type, anomaly } of commit.events) {
      if (type === 'opened') this.#metrics.anomaliesOpened.inc({ kind: anomaly.kind, severity: anomaly.severity });
    }
    this.#change({ dataAsOf: commit.closedThrough, fault: null });
  }

  caughtUp(): void {
    if (this.#status.phase !== 'live') this.#log.info({ dataAsOf: this.#status.dataAsOf }, 'Caught up with the source');
    this.#change({ phase: 'live' });
  }

  commitFailed(fault: Error): void {
    this.#metrics.commitsFailed.inc();
    this.#log.error({ err: fault }, 'History did not take a commit; trying again');
    this.#change({ fault: `History does not take new data: ${fault.message}` });
  }

  fileUnusable(file: string, fault: Error): void {
    this.#metrics.filesUnusable.inc();
    this.#log.warn({ file, reason: fault.message }, 'A snapshot file is left out');
    this.#change({ unreadableFiles: this.#status.unreadableFiles + 1, fault: fault.message });
  }

  devicesUnlisted(source: string, devices: readonly UnlistedDevice[]): void {
    this.#unlisted.set(source, devices);
    const unlistedDevices = [...this.#unlisted.values()].flat();
    const known = new Set(this.#status.unlistedDevices.map(({ device }) => device));
    for (const { device, files } of unlistedDevices)
      if (!known.has(device))
        this.#log.warn(
          { device, files },
          'Files wait for a device that the device table lacks; add it and start again',
        );
    this.#metrics.filesOfUnlistedDevices.set(unlistedDevices.reduce((sum, { files }) => sum + files, 0));
    this.#change({ unlistedDevices });
  }

  receivedNotHandedOver(fault: Error): void {
    this.#log.warn({ reason: fault.message }, 'What was received can not be handed over; trying again');
    this.#change({ fault: `What was received waits: ${fault.message}` });
  }

  failed(fault: Error): void {
    this.#log.fatal({ err: fault }, 'Ingest has ended');
    this.#change({ phase: 'failed', fault: fault.message });
  }

  #change(change: Partial<IngestStatus>): void {
    this.#status = { ...this.#status, ...change };
    const { phase, dataAsOf, slotSeconds } = this.#status;
    this.#metrics.isLive.set(phase === 'live' ? 1 : 0);
    if (dataAsOf !== null) this.#metrics.dataAsOf.set(dataAsOf + slotSeconds);
  }
}
