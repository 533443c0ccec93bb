/** The pipeline of a process that has the lease to detect: from the queue of reports to history and the feed, from start to end of the lease. */
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { SuppressionIndex } from '../domain/suppression-index.ts';
import { learnErased, makeHistory, makePipeline, waitUnlessAborted, type Foundation } from '../foundation.ts';
import type { Fence } from '../history/fence.ts';
import type { History } from '../history/history.ts';
import type { Source } from '../ingest/source.ts';
import { createMirror } from '../mirror/mirror-of-config.ts';
import { ProgressReport } from '../telemetry/progress-report.ts';
import { erasedIn } from '../privacy/erased-names.ts';
import { forgetNames, type DetectingParts } from '../privacy/forgetting.ts';
import { ErasedRows } from '../reports/erased-rows.ts';
import { ReportQueue } from '../reports/report-queue.ts';
import { createReportSource } from '../reports/report-source.ts';
import { StatusTracker } from '../telemetry/status-tracker.ts';
import { ActLearner } from './act-learner.ts';
import { secretOf } from './installation-secret.ts';
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
  readonly #base: Foundation;
  readonly #detecting: DetectingParts & { readonly suppressions: SuppressionIndex };
  /** Of the list of who was erased, as far as it was acted upon. */
  #erasedVersion = 0;

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
    this.#base = base;
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
    this.#detecting = { pipeline, suppressions, mirror };
    let running: Promise<void> = Promise.resolve();
    this.#parts = new PartsInOrder(
      [
        { start: () => history.open(), stop: () => history.close() },
        { start: () => this.#learnErased(), stop: () => undefined },
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

  /** Resolves when nothing is left here of those who were erased since the last time, and history has all that there was. */
  async forgetErased(): Promise<void> {
    const { directory, erased } = this.#base;
    const before = this.#erasedVersion;
    erased.learn(await this.history.erasures());
    const { version } = erased;
    if (version === before) return;
    const isErased = (name: string): boolean => erased.hasLearned(name, before);
    const found = (await erasedIn(directory, isErased)).map((index) => directory.idOf(index));
    const muted = [...this.#detecting.suppressions.subscribers()].filter(isErased);
    await forgetNames([...new Set([...found, ...muted])], this.#detecting);
    this.#erasedVersion = version;
  }

  stop(): Promise<void> {
    return this.#parts.stop();
  }

  async #learnErased(): Promise<void> {
    const { config, erased } = this.#base;
    await learnErased(this.#base, this.history, secretOf(config, await this.history.identity()));
    this.#erasedVersion = erased.version;
  }
}

function makeSource(
  { directory, erased }: Foundation,
  { place, fence }: DetectionOptions,
  queue: ReportQueue,
  status: StatusTracker,
): Source {
  return createReportSource({
    queue,
    blocking: place.connect(),
    directory,
    erasedRows: new ErasedRows(directory, erased),
    token: fence.token,
    onUnusable: (report, fault) => status.fileUnusable(report, fault),
    onFault: (fault) => status.receivedNotHandedOver(fault),
    wait: waitUnlessAborted,
  });
}
