/** Looks every few seconds at how much waits in the queue of reports, and whether Redis still has what this process gave. */
import type { Metrics } from '../telemetry/metrics.ts';
import type { ReportQueue } from '../reports/report-queue.ts';

export interface QueueWatchOptions {
  readonly queue: Pick<ReportQueue, 'waiting' | 'fault' | 'hasForgotten'>;
  readonly metrics: Pick<Metrics, 'reportsWaiting' | 'reportBytesWaiting'>;
  /** What this process gave is lost; told once. */
  readonly onForgotten?: () => void;
}

const intervalMs = 2000;

export class QueueWatch {
  readonly #options: QueueWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(options: QueueWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (this.#looking || this.#options.queue.fault() !== null) return;
      this.#looking = true;
      this.#look()
        .catch(() => undefined)
        .finally(() => (this.#looking = false));
    }, intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { queue, metrics, onForgotten } = this.#options;
    if (onForgotten !== undefined && (await queue.hasForgotten())) onForgotten();
    const { reports, bytes } = await queue.waiting();
    metrics.reportsWaiting.set(reports);
    metrics.reportBytesWaiting.set(bytes);
  }
}
