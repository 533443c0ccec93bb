/** History as one simulated process has it: the rules of the real one over the disk, and faults where it may fail. */
import { comparePlaces, type FeedEntry, type FeedPlace } from '../../src/domain/feed-entry.ts';
import { emptyBlock, type SampleBlock } from '../../src/domain/sample.ts';
import type { SubscriberDirectory } from '../../src/domain/subscriber-directory.ts';
import { fileKey, type Commit, type StoredSlot, type TimeRange } from '../../src/history/history.ts';
import type { JournalOptions } from '../../src/pipeline/journal.ts';
import type { PipelineOptions } from '../../src/pipeline.ts';
import type { FollowOptions } from '../../src/live/follow.ts';
import type { Disk, SampleRow } from './disk.ts';
import type { Life } from './life.ts';

type ProcessHistory = PipelineOptions['history'] & JournalOptions['history'] & FollowOptions['history'];

export interface DiskHistoryOptions {
  readonly disk: Disk;
  readonly life: Life;
  readonly directory: SubscriberDirectory;
  readonly slotSeconds: number;
  /** One commit in so many fails at each of the places where one can. */
  readonly faultOneIn: number;
}

/** Opens it: what an unfinished commit left is discarded. */
export function openDiskHistory(options: DiskHistoryOptions): ProcessHistory {
  const { disk, life, slotSeconds } = options;
  disk.discardUnfinished();
  const closedEnd = (): number => (disk.marker.closedThrough === null ? 0 : disk.marker.closedThrough + slotSeconds);
  const entries = (): FeedEntry[] =>
    disk.events
      .all()
      .filter(({ at }) => at <= closedEnd())
      .sort(comparePlaces);
  const after = (place: FeedPlace): FeedEntry[] => entries().filter((entry) => comparePlaces(entry, place) > 0);
  const unused = (): never => {
    throw new Error('The simulation has no people who act');
  };
  return {
    commit: committer(options),
    async closedThrough() {
      await life.step();
      return disk.marker.closedThrough;
    },
    ingestedFileKeys: async () =>
      new Set(disk.files.all().map(({ device, snapshotAt, revision }) => fileKey(device, snapshotAt, revision))),
    lastSessionCounters: async () => newestOf(disk.counters.all()),
    identity: async () => 'simulated',
    erasures: async () => [],
    replaySlots: (during) => replay(options, during),
    async listAnomalies() {
      const newest = new Map(entries().flatMap((entry) => ('anomaly' in entry ? [[entry.anomaly.id, entry]] : [])));
      return [...newest.values()].flatMap((entry) => (entry.anomaly.closedAt === null ? entry.anomaly : []));
    },
    async feedEntries(place, limit) {
      await life.step();
      return after(place).slice(0, limit);
    },
    async feedExtent(place) {
      await life.step();
      const from = place ?? { at: closedEnd(), ordinal: 0 };
      const newest = entries()
        .filter(({ at }) => at >= from.at)
        .at(-1);
      return { closedEnd: closedEnd(), entries: after(from).length, newest: newest ?? null };
    },
    suppressionChanges: async () => [],
    appendActs: unused,
    actsOfChange: unused,
  };
}

/** As `CommitSequence`: rows, then the marker; a failed commit leaves nothing unless all of it was written. */
function committer({ disk, life, directory, faultOneIn }: DiskHistoryOptions): (commit: Commit) => Promise<void> {
  let known = disk.marker.commit;
  let failed: Commit | null = null;
  const mayFail = async (where: string): Promise<void> => {
    await life.step();
    if (life.strikes(faultOneIn)) throw new Error(`history failed ${where}`);
  };
  const write = async (commit: Commit): Promise<void> => {
    const number = disk.marker.commit + 1;
    await mayFail('before the commit');
    const samples = commit.blocks.flatMap((block) => rowsOf(block, directory));
    disk.samples.write(samples.slice(0, samples.length >> 1), number);
    await mayFail('amid the samples');
    disk.samples.write(samples.slice(samples.length >> 1), number);
    disk.totals.write(commit.totals, number);
    disk.events.write(commit.events.map(deepCopy), number);
    await mayFail('before the files');
    disk.files.write(commit.files, number);
    disk.counters.write(commit.sessionCounters, number);
    await mayFail('before the marker');
    disk.marker = { commit: number, closedThrough: commit.closedThrough };
    await mayFail('after the marker');
  };
  return async (commit) => {
    const wasFinished = failed === commit && disk.marker.commit === known + 1;
    known = disk.marker.commit;
    disk.discardUnfinished();
    failed = null;
    if (wasFinished) return;
    try {
      await write(commit);
      known = disk.marker.commit;
    } catch (error) {
      failed = commit;
      throw error;
    }
  };
}

const deepCopy = <Value>(value: Value): Value => structuredClone(value);

function rowsOf(block: SampleBlock, directory: SubscriberDirectory): SampleRow[] {
  const { device, slotStart, reportedAt, late } = block;
  return Array.from({ length: block.count }, (_, row) => ({
    device,
    slotStart,
    reportedAt,
    late,
    subscriber: directory.idOf(block.subscriber[row]!),
    seconds: block.seconds[row]!,
    upBytes: block.upBytes[row]!,
    downBytes: block.downBytes[row]!,
  }));
}

/** Closed slots in order from the first with a sample on, as the detector saw them. */
async function* replay(
  { disk, life, directory, slotSeconds }: DiskHistoryOptions,
  during: TimeRange | undefined,
): AsyncGenerator<StoredSlot> {
  const bySlot = Map.groupBy(
    disk.samples.all().filter(({ late }) => !late),
    ({ slotStart }) => slotStart,
  );
  const first = during?.from ?? Math.min(...bySlot.keys());
  const totals = Map.groupBy(
    disk.totals.all().filter(({ late }) => !late),
    ({ slotStart }) => slotStart,
  );
  for (const [slotStart, devices] of [...totals].sort(([a], [b]) => a - b)) {
    if (slotStart < first || slotStart >= (during?.to ?? Infinity)) continue;
    await life.step(10);
    const reports = Map.groupBy(bySlot.get(slotStart) ?? [], ({ device, reportedAt }) => `${device} ${reportedAt}`);
    const blocks = [...reports.keys()].sort().map((key) => blockOf(reports.get(key)!, directory));
    const silent = devices.flatMap(({ device, subscribers }) =>
      device !== null && subscribers === 0 ? emptyBlock(device, slotStart, slotStart + slotSeconds) : [],
    );
    yield { slotStart, blocks: [...blocks, ...silent] };
  }
}

function blockOf(rows: readonly SampleRow[], directory: SubscriberDirectory): SampleBlock {
  const { device, slotStart, reportedAt, late } = rows[0]!;
  const sorted = rows.toSorted((a, b) => (a.subscriber < b.subscriber ? -1 : 1));
  return {
    device,
    slotStart,
    reportedAt,
    late,
    count: rows.length,
    subscriber: Uint32Array.from(sorted, ({ subscriber }) => directory.indexOf(subscriber)),
    seconds: Uint16Array.from(sorted, ({ seconds }) => seconds),
    upBytes: Float64Array.from(sorted, ({ upBytes }) => upBytes),
    downBytes: Float64Array.from(sorted, ({ downBytes }) => downBytes),
  };
}

function newestOf<Reading extends { device: string; session: number; startedAt: number; at: number }>(
  readings: readonly Reading[],
): Reading[] {
  const sorted = readings.toSorted((a, b) => a.at - b.at);
  return [...new Map(sorted.map((reading) => [sessionKey(reading), reading])).values()];
}

const sessionKey = ({ device, session, startedAt }: { device: string; session: number; startedAt: number }): string =>
  `${device} ${session} ${startedAt}`;
