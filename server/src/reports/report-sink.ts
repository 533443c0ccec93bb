/** Where the sources of a collector hand over: each snapshot is decoded, packed and put into the queue. When it can't be, the source waits. */
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { Snapshot, SourceSink } from '../ingest/source.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { packReport } from './packed-report.ts';
import type { Appended, ReportQueue } from './report-queue.ts';

export interface ReportSinkOptions {
  readonly queue: Pick<ReportQueue, 'append'>;
  readonly directory: SubscriberDirectory;
  /** Told after each try. */
  readonly onAppended: (outcome: Appended) => void;
  /** Gives up early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const retryMs = 500;

export class ReportSink implements SourceSink {
  readonly #options: ReportSinkOptions;
  readonly #stopping = new AbortController();
  #isFull = false;

  constructor(options: ReportSinkOptions) {
    this.#options = options;
  }

  /** The queue takes nothing more until the detector has caught up. */
  get isFull(): boolean {
    return this.#isFull;
  }

  async accept(snapshot: Snapshot): Promise<void> {
    const { queue, directory, onAppended, wait } = this.#options;
    const { signal } = this.#stopping;
    const packed = packReport(snapshot, directory);
    const { device, snapshotAt, revision } = snapshot;
    const report = { device: device.name, snapshotAt, revision };
    while (!signal.aborted) {
      const outcome = await unlessAborted(queue.append(report, packed), signal);
      if (outcome === null) return;
      onAppended(outcome);
      this.#isFull = outcome === 'full';
      if (outcome !== 'full') return;
      await wait(retryMs, signal);
    }
  }

  async caughtUp(): Promise<void> {}

  progress(): void {}

  /** What waits to be put in is let go of: it is read again from where it came from. */
  stop(): void {
    this.#stopping.abort();
  }
}
