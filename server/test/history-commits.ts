/** Commits for tests of history: made by hand, or at random as a pipeline would make them. */
import type { Anomaly, AnomalyEvent } from '../src/domain/anomaly.ts';
import type { IngestedFile } from '../src/domain/dead-letter.ts';
import type { SampleBlock, SlotTotals } from '../src/domain/sample.ts';
import { blockTotals } from '../src/domain/slot-totals.ts';
import type { SubscriberDirectory } from '../src/domain/subscriber-directory.ts';
import { bytes, bytesPerSecond } from '../src/domain/traffic.ts';
import type { Commit } from '../src/history/history.ts';
import { seededRandom } from './random.ts';

export const slotSeconds = 600;
/** 2024-01-07 23:00:00 UTC: a Sunday, so that tests cross the border of a week, and of an hour, within a few slots. */
export const firstSlot = 1704668400;

export function commitOf(parts: Partial<Commit> & Pick<Commit, 'closedThrough'>): Commit {
  return {
    blocks: [],
    totals: [],
    events: [],
    files: [],
    deadLetters: [],
    sessionCounters: [],
    corrections: [],
    ...parts,
  };
}

export interface SampleRow {
  readonly subscriber: string;
  readonly up: number;
  readonly down: number;
  readonly seconds?: number;
}

export function blockOf(
  directory: SubscriberDirectory,
  key: { device?: string; slotStart: number; reportedAt?: number; late?: boolean },
  rows: readonly SampleRow[],
): SampleBlock {
  return {
    device: key.device ?? '62.0',
    slotStart: key.slotStart,
    reportedAt: key.reportedAt ?? key.slotStart + slotSeconds,
    late: key.late ?? false,
    count: rows.length,
    subscriber: Uint32Array.from(rows, (row) => directory.indexOf(row.subscriber)),
    seconds: Uint16Array.from(rows, (row) => row.seconds ?? slotSeconds),
    upBytes: Float64Array.from(rows, (row) => row.up),
    downBytes: Float64Array.from(rows, (row) => row.down),
  };
}

/** Blocks with the totals that belong to them: of each device, and of the network, where everybody counts once. */
export function withTotals(closedThrough: number, blocks: readonly SampleBlock[], parts: Partial<Commit> = {}): Commit {
  const onTime = Map.groupBy(
    blocks.filter(({ late }) => !late),
    ({ slotStart }) => slotStart,
  );
  const totals: SlotTotals[] = [...onTime].flatMap(([slotStart, ofSlot]) => [
    {
      slotStart,
      device: null,
      reportedAt: slotStart + slotSeconds,
      late: false,
      subscribers: new Set(ofSlot.flatMap(({ subscriber }) => [...subscriber])).size,
      upBytes: sum(ofSlot.flatMap(({ upBytes }) => [...upBytes])),
      downBytes: sum(ofSlot.flatMap(({ downBytes }) => [...downBytes])),
    },
    ...ofSlot.map(blockTotals),
  ]);
  const lateTotals = blocks.filter(({ late }) => late).map(blockTotals);
  return commitOf({ closedThrough, blocks, totals: [...totals, ...lateTotals], ...parts });
}

/**
 * As many commits of one to three slots each: subscribers that roam between three devices, one of which is often
 * late, gaps, and a file account for each block.
 */
export function randomCommits(directory: SubscriberDirectory, seed: number, count: number): Commit[] {
  const random = seededRandom(seed);
  const subscribers = Array.from({ length: 12 }, (_, i) => `s${(i * 7919) % 1000}`);
  const devices = ['62.0', '66.1', '69.0'];
  const commits: Commit[] = [];
  let held: SampleBlock[] = [];
  let slotStart = firstSlot;
  for (let n = 0; n < count; n++) {
    const blocks: SampleBlock[] = held.map((block) => ({ ...block, late: true }));
    held = [];
    for (let slots = 1 + random.below(3); slots > 0; slots--, slotStart += slotSeconds) {
      for (const device of devices) {
        const rows = subscribers
          .filter(() => random.next() < 0.4)
          .map((subscriber) => ({
            subscriber,
            up: random.below(1e9),
            down: random.below(1e12),
            seconds: random.below(601),
          }));
        const block = blockOf(directory, { device, slotStart }, rows);
        if (device === '69.0' && random.next() < 0.3) held.push(block);
        else if (random.next() < 0.9) blocks.push(block);
      }
    }
    commits.push(withTotals(slotStart - slotSeconds, blocks, { files: blocks.map(fileOf) }));
  }
  return commits;
}

/** Device and snapshot time identify a file, as they do a block. */
function fileOf(block: SampleBlock): IngestedFile {
  return {
    device: block.device,
    snapshotAt: block.reportedAt,
    file: `psx_${block.device}_${block.reportedAt}.csv`,
    revision: 0,
    sizeBytes: 100 * block.count,
    rows: block.count + 3,
    accepted: block.count,
    late: block.late ? block.count : 0,
    estimated: block.count % 3,
    dropped: { 'bad-number': 2, 'too-late': 1 },
  };
}

const quietAnomaly: Anomaly = {
  id: 'a',
  subscriber: 's1',
  device: '62.0',
  kind: 'upload-surge',
  severity: 'warning',
  openedAt: firstSlot,
  detectedAt: firstSlot + 1800,
  closedAt: null,
  upBytesPerSecond: bytesPerSecond(1234.5),
  downBytesPerSecond: bytesPerSecond(0.1),
  expected: {
    lowUp: bytesPerSecond(1),
    usualUp: bytesPerSecond(2.25),
    highUp: bytesPerSecond(1 / 3),
    lowDown: bytesPerSecond(4),
    usualDown: bytesPerSecond(5e-300),
    highDown: bytesPerSecond(6e12),
  },
  uploadShare: 0.875,
  usualUploadShare: 1 / 3,
  comparison: { cohort: 'on plan P3', shareBelow: 0.9985 },
  score: 7.125,
  peakScore: 8.0625,
  slots: 3,
  excessBytes: bytes(9876543210.5),
  reason: 'Upload of 9.9 kbit/s where 18 bit/s are usual.',
  alerted: true,
  ruleVersion: '0123456789ab',
};

export function anomalyOf(parts: Partial<Anomaly>): Anomaly {
  return { ...quietAnomaly, ...parts };
}

export function eventOf(type: AnomalyEvent['type'], at: number, ordinal: number, anomaly: Anomaly): AnomalyEvent {
  return { type, at, ordinal, anomaly };
}

/** A commit that has something for every table: new traffic and late traffic, of subscribers known and new. */
export function fullCommit(directory: SubscriberDirectory, slotStart: number, device: string): Commit {
  const anomaly = anomalyOf({ id: 'ongoing', subscriber: 's', slots: slotStart / slotSeconds });
  const blocks = [
    blockOf(directory, { device, slotStart }, [
      { subscriber: 's', up: 1, down: 2 },
      { subscriber: `new on ${device}`, up: 3, down: 4 },
    ]),
    blockOf(directory, { device, slotStart: firstSlot, late: true, reportedAt: slotStart }, [
      { subscriber: 's', up: 5, down: 6 },
      { subscriber: `late on ${device}`, up: 7, down: 8 },
    ]),
  ];
  const file = `psx_${device}.csv`;
  const account = {
    device,
    snapshotAt: slotStart + slotSeconds,
    file,
    revision: 0,
    sizeBytes: 1,
    rows: 3,
    accepted: 2,
    late: 0,
    estimated: 0,
  };
  const counters = { device, session: 7, startedAt: firstSlot, up: slotStart, down: 9 };
  return withTotals(slotStart, blocks, {
    events: [eventOf('updated', slotStart + slotSeconds, 0, anomaly)],
    files: [{ ...account, dropped: { 'bad-date': 1 } }],
    deadLetters: [{ file, line: 2, column: 'StartSession', reason: 'bad-date', given: 'yesterday' }],
    sessionCounters: [{ ...counters, at: slotStart + slotSeconds }],
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
