/** The pipeline of a process that has the lease to detect: from the queue of reports to history and the feed, from start to end of the lease. */
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { SuppressionIndex } from '../domain/suppression-index.ts';
import { makeHistory, makePipeline, waitUnlessAborted, type Foundation } from '../foundation.ts';
import type { Fence } from '../history/fence.ts';
import type { History } from '../history/history.ts';
import type { Source } from '../ingest/source.ts';
import { createMirror } from '../mirror/mirror-of-config.ts';
import { ProgressReport } from '../telemetry/progress-report.ts';
import { ReportQueue } from '../reports/report-queue.ts';
import { createReportSource } from '../reports/report-source.ts';
import { StatusTracker } from '../telemetry/status-tracker.ts';
import { ActLearner } from './act-learner.ts';
import type { MeetingPlace } from './meeting-place.ts';
import { PartsInOrder } from './parts-in-order.ts';
import { QueueWatch } from './queue-watch.ts';
import { StatusSign } from './status-board.ts';

export interface DetectionOptions {
  readonly place: MeetingPlace;
  readonly fence: Fence;
}

/** A log has lines for each step; there is no terminal to draw a bar on. */
const noOutput = { write: () => undefined };

export class Detection {
  readonly history: History;
  readonly status: StatusTracker;
  /** Resolves with the fault when it can't go on. */
  readonly failed: Promise<Error>;
  readonly #parts: PartsInOrder;

  /** Resolves when history is this process's; the state of the detector is brought there behind it. */
  static async begin(base: Foundation, options: DetectionOptions): Promise<Detection> {
    const detection = new Detection(base, options);
    try {
      await detection.#parts.start();
    } catch (error) {
      await detection.stop();
      throw error;
    }
    return detection;
  }

  /** Nothing of an earlier lease is left in it: the directory begins anew, too. */
  private constructor(earlier: Foundation, { place, fence }: DetectionOptions) {
    const base = { ...earlier, directory: new SubscriberIndex() };
    const { config, metrics, log } = base;
    const { connection, keys } = place;
    const suppressions = new SuppressionIndex();
    const queue = new ReportQueue({ connection, keys, limitBytes: config['queue-limit'] });
    const failure = Promise.withResolvers<Error>();
    this.failed = failure.promise;
    this.history = makeHistory(base, fence);
    const { history } = this;
    const feed = place.makeFeed(history);
    const mirror = createMirror({ ...base, history, wait: waitUnlessAborted });
    const journal = place.makeJournal(history, suppressions);
    this.status = new StatusTracker(config['slot-length'], metrics, log, new ProgressReport(noOutput));
    const source = makeSource(base, { place, fence }, queue, this.status);
    const pipeline = makePipeline(base, { source, history, journal, feed, mirror, suppressions, status: this.status });
    let running: Promise<void> = Promise.resolve();
    this.#parts = new PartsInOrder(
      [
        { start: () => history.open(), stop: () => history.close() },
        feed,
        { start: () => journal.catchUp(), stop: () => undefined },
        new ActLearner({ feed, history, suppressions }),
        new StatusSign({ connection, key: keys.status, status: this.status }),
        new QueueWatch({ queue, metrics }),
        { start: () => undefined, stop: () => mirror?.stop() },
        {
          start: () => void (running = pipeline.start().catch(failure.resolve)),
          async stop() {
            await pipeline.stop();
            await running;
          },
        },
      ],
      () => '',
    );
  }

  stop(): Promise<void> {
    return this.#parts.stop();
  }
}

function makeSource(
  { directory }: Foundation,
  { place, fence }: DetectionOptions,
  queue: ReportQueue,
  status: StatusTracker,
): Source {
  return createReportSource({
    queue,
    blocking: place.connect(),
    directory,
    token: fence.token,
    onUnusable: (report, fault) => status.fileUnusable(report, fault),
    onFault: (fault) => status.receivedNotHandedOver(fault),
    wait: waitUnlessAborted,
  });
}
