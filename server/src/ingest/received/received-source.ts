/** The source of what is received record by record: hands over each report of a device when its time has come. */
import type { DeviceReading } from '../../domain/device.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import { fileKey, ofFileKey } from '../../history/history.ts';
import type { ReceivedHistory, ReceivedRecord, ReceivedReport } from '../../history/received.ts';
import type { Source, SourceSink } from '../source.ts';
import { receivedSnapshot } from './received-snapshot.ts';
import { ReceivingDesk, type Reception } from './receiving-desk.ts';
import { ReportPlan, type ReportPlanOptions } from './report-plan.ts';

export interface ReceivedSourceOptions extends ReportPlanOptions {
  readonly history: ReceivedHistory;
  readonly devices: readonly DeviceReading[];
  readonly subscribers: SubscriberDirectory;
  readonly gatherMs: number;
  readonly mostWaiting: number;
  /** How often it is looked whether a report is due. */
  readonly pollIntervalMs: number;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Told when history can't be read; it is tried again. */
  readonly onFault: (fault: Error) => void;
}

export interface ReceivedSource extends Source {
  /**
   * Resolves when history has the records, all of devices of the table. Rejects with `NotTaken`, or with what history says.
   * Others are waited for, to be kept with them, unless these are `gathered` already.
   */
  take(records: readonly ReceivedRecord[], gathered?: boolean): Promise<readonly Reception[]>;
}

export function createReceivedSource(options: ReceivedSourceOptions): ReceivedSource {
  const { history, subscribers, onFault } = options;
  const devices = new Map(options.devices.map((device) => [device.name, device]));
  const plan = new ReportPlan(options);
  const desk = new ReceivingDesk({ ...options, plan });
  const stopping = new AbortController();
  let handedOver = 0;
  let running: Promise<void> = Promise.resolve();

  async function handOver(report: ReceivedReport, sink: SourceSink): Promise<void> {
    const records = await desk.between(async () => {
      const kept = await history.receivedRecords(report);
      plan.handedOver(report);
      return kept;
    });
    await sink.accept(receivedSnapshot(report, records, devices.get(report.device)!, subscribers));
    handedOver++;
    sink.progress(handedOver, handedOver + plan.waiting);
  }

  async function handOverDue(sink: SourceSink): Promise<void> {
    for (const report of plan.due(options.now())) {
      if (stopping.signal.aborted) return;
      await handOver(report, sink);
    }
    if (!stopping.signal.aborted) await sink.caughtUp();
  }

  async function resume(ingested: ReadonlySet<string>): Promise<void> {
    const waiting = (await history.receivedReports()).filter(
      ({ device, snapshotAt }) => devices.has(device) && !ingested.has(fileKey(device, snapshotAt)),
    );
    plan.resume(Array.from(ingested, ofFileKey), waiting, options.now());
    desk.open();
  }

  async function run(sink: SourceSink, ingested: ReadonlySet<string>): Promise<void> {
    let resumed = false;
    while (!stopping.signal.aborted) {
      try {
        if (!resumed) await resume(ingested);
        resumed = true;
        await handOverDue(sink);
      } catch (error) {
        onFault(error as Error);
      }
      await options.wait(options.pollIntervalMs, stopping.signal);
    }
  }

  return {
    description: 'what is received',
    simulated: false,
    take: (records, gathered) => desk.take(records, gathered),
    start(sink, { ingested }) {
      running = run(sink, ingested);
    },
    async stop() {
      stopping.abort();
      await desk.close();
      await running;
    },
  };
}
