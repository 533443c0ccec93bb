/** Measures how much waits in the queue of reports, every few seconds. */
import type { Metrics } from '../telemetry/metrics.ts';
import type { ReportQueue } from '../reports/report-queue.ts';

const intervalMs = 5000;

export class QueueGauges {
  readonly #queue: Pick<ReportQueue, 'waiting' | 'fault'>;
  readonly #metrics: Pick<Metrics, 'reportsWaiting' | 'reportBytesWaiting'>;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    queue: Pick<ReportQueue, 'waiting' | 'fault'>,
    metrics: Pick<Metrics, 'reportsWaiting' | 'reportBytesWaiting'>,
  ) {
    this.#queue = queue;
    this.#metrics = metrics;
  }

  start(): void {
    this.#timer = setInterval(() => this.#measure(), intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #measure(): void {
    if (this.#queue.fault() !== null) return;
    this.#queue.waiting().then(
      ({ reports, bytes }) => {
        this.#metrics.reportsWaiting.set(reports);
        this.#metrics.reportBytesWaiting.set(bytes);
      },
      () => undefined,
    );
  }
}
