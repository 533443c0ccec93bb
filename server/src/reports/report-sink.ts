/** Where the sources of a collector hand over: each snapshot is decoded, packed and put into the queue. When it can't be, the source waits. */
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { Snapshot, SourceSink } from '../ingest/source.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { packReport } from './packed-report.ts';
import type { Appended, ReportQueue } from './report-queue.ts';

export interface ReportSinkOptions {
  readonly queue: Pick<ReportQueue, 'append'>;
  readonly directory: SubscriberDirectory;
  /** Told after each try; `refused` is a Redis that says why it can't take it. */
  readonly onAppended: (outcome: Appended | 'refused') => void;
  /** Redis has lost what it was given: all that history lacks is to be given anew. */
  readonly onForgotten: () => void;
  /** Gives up early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const retryMs = 500;
const queueIsFull =
  'the queue of reports is full (--queue-limit, or what Redis may use of memory): the detector does not keep up; files and pushed rows wait where they are';

export class ReportSink implements SourceSink {
  readonly #options: ReportSinkOptions;
  readonly #stopping = new AbortController();
  #obstacle: string | null = null;

  constructor(options: ReportSinkOptions) {
    this.#options = options;
  }

  /** Why the queue takes nothing now; null while it does. */
  get obstacle(): string | null {
    return this.#obstacle;
  }

  async accept(snapshot: Snapshot): Promise<void> {
    const { directory, wait } = this.#options;
    const { signal } = this.#stopping;
    const packed = packReport(snapshot, directory);
    const { device, snapshotAt, revision } = snapshot;
    const report = { device: device.name, snapshotAt, revision };
    while (!signal.aborted) {
      const outcome = await this.#append(report, packed);
      if (outcome === null || outcome === 'taken' || outcome === 'known') return;
      if (outcome !== 'forgotten') await wait(retryMs, signal);
    }
  }

  /** Null when it is stopped first. Never rejects: a source would take it for a fault of the snapshot. */
  async #append(report: Parameters<ReportQueue['append']>[0], packed: Buffer): Promise<Appended | 'refused' | null> {
    const { queue, onAppended, onForgotten } = this.#options;
    let refusal = '';
    const trying = queue.append(report, packed).catch((error: Error) => {
      refusal = error.message;
      return 'refused' as const;
    });
    const outcome = await unlessAborted(trying, this.#stopping.signal);
    if (outcome === null) return null;
    onAppended(outcome);
    this.#obstacle =
      outcome === 'full' ? queueIsFull : outcome === 'refused' ? `Redis takes no reports: ${refusal}` : null;
    if (outcome === 'forgotten') onForgotten();
    return outcome;
  }

  async caughtUp(): Promise<void> {}

  progress(): void {}

  /** What waits to be put in is let go of: it is read again from where it came from. */
  stop(): void {
    this.#stopping.abort();
  }
}
