/** The source of a detector: the reports that collectors have put into the queue, in the order in which they came. */
import type { IngestedFile } from '../domain/dead-letter.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import { fileKey } from '../history/history.ts';
import type { Source, SourceSink } from '../ingest/source.ts';
import type { RedisConnection } from '../live/redis-connection.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { ErasedRows } from './erased-rows.ts';
import { unpackReport } from './packed-report.ts';
import type { QueuedReport, ReportQueue, StoredEntry } from './report-queue.ts';

export interface ReportSourceOptions {
  readonly queue: Pick<ReportQueue, 'read' | 'remove' | 'waiting'>;
  /** For reads that wait; the source closes it. */
  readonly blocking: RedisConnection;
  readonly directory: SubscriberDirectory;
  /** Takes out who was erased. */
  readonly erasedRows: Pick<ErasedRows, 'without'>;
  /** Of the detector: with another's nothing is taken out of the queue. */
  readonly token: number;
  /** A report that can't be read; the next ones are. */
  readonly onUnusable: (report: string, fault: Error) => void;
  /** The queue can't be read; it is tried again. */
  readonly onFault: (fault: Error) => void;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const retryMs = 500;
/** Reads that found nothing, between two looks at what else is in the queue. */
const idleReadsPerLook = 6;
const firstEntry = '0-0';
/** When an entry was put in, by the clock of Redis. */
const msOf = (id: string): number => Number(id.split('-', 1)[0]);

export function createReportSource(options: ReportSourceOptions): Source {
  const { queue, blocking, token, directory, erasedRows, onUnusable, onFault } = options;
  const stopping = new AbortController();
  /** Handed over, and not yet in history: by the key of the report. */
  const underWay = new Map<string, StoredEntry>();
  /** Handed over, or in history already. */
  let known = new Set<string>();
  let running: Promise<void> = Promise.resolve();

  /** Not waited for, as Redis may be away: what stays in the queue is taken out by the next detector. */
  function remove(entries: readonly StoredEntry[]): void {
    if (entries.length === 0) return;
    queue.remove(entries, token).catch((error: unknown) => {
      if (!stopping.signal.aborted) onFault(error as Error);
    });
  }

  async function handOver({ id, packed }: QueuedReport, sink: SourceSink): Promise<void> {
    const entry = { id, bytes: packed.length };
    let key = '';
    try {
      const snapshot = erasedRows.without(unpackReport(packed, directory), msOf(id));
      key = fileKey(snapshot.device.name, snapshot.snapshotAt, snapshot.revision);
      const isNew = !known.has(key);
      // One under way may come again, with another id, where Redis had lost it and was given it anew.
      if (isNew || underWay.has(key)) underWay.set(key, entry);
      known.add(key);
      if (isNew) return await sink.accept(snapshot);
      if (underWay.has(key)) return;
    } catch (error) {
      underWay.delete(key);
      onUnusable(`report ${id}`, error as Error);
    }
    remove([entry]);
  }

  /**
   * Whether the queue has other entries than those under way: what was not taken out when history had it, or, in a Redis that took
   * over and whose clock is behind, new ones before those that were read.
   */
  async function hasOthers(): Promise<boolean> {
    const waiting = await unlessAborted(queue.waiting(), stopping.signal);
    return waiting !== null && waiting.reports !== underWay.size;
  }

  async function run(sink: SourceSink): Promise<void> {
    let after = firstEntry;
    let handedOver = 0;
    let idleReads = 0;
    while (!stopping.signal.aborted) {
      try {
        const reports = await unlessAborted(queue.read(after, blocking), stopping.signal);
        if (reports === null) return;
        for (const report of reports) {
          if (stopping.signal.aborted) return;
          await handOver(report, sink);
          after = report.id;
        }
        handedOver += reports.length;
        idleReads = reports.length > 0 ? 0 : idleReads + 1;
        if (reports.length > 0) sink.progress(handedOver, handedOver);
        else if (!stopping.signal.aborted) await sink.caughtUp();
        if (idleReads % idleReadsPerLook === idleReadsPerLook - 1 && (await hasOthers())) after = firstEntry;
      } catch (error) {
        if (stopping.signal.aborted) return;
        onFault(error as Error);
        await options.wait(retryMs, stopping.signal);
      }
    }
  }

  return {
    description: 'reports of collectors',
    simulated: false,
    start(sink, { ingested }) {
      known = new Set(ingested);
      running = run(sink);
    },
    acknowledge(files: readonly Pick<IngestedFile, 'device' | 'snapshotAt' | 'revision'>[]) {
      const keys = files.map(({ device, snapshotAt, revision }) => fileKey(device, snapshotAt, revision));
      const entries = keys.flatMap((key) => underWay.get(key) ?? []);
      for (const key of keys) underWay.delete(key);
      remove(entries);
    },
    async stop() {
      stopping.abort();
      blocking.close();
      await running;
    },
  };
}
