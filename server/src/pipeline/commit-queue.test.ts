import { describe, expect, it } from 'vitest';
import { CommitQueue } from './commit-queue.ts';
import type { SampleBlock } from '../domain/sample.ts';
import type { Commit, HistoryWriter } from '../history/history.ts';
import type { TakenSnapshot } from './intake.ts';
import type { JudgedSlot } from './slot-judge.ts';

const slotSeconds = 600;

function block(slotStart: number, count: number, late = false): SampleBlock {
  return {
    device: '62.0',
    slotStart,
    reportedAt: slotStart + slotSeconds,
    late,
    count,
    subscriber: new Uint32Array(count),
    seconds: new Uint16Array(count),
    upBytes: new Float64Array(count),
    downBytes: new Float64Array(count),
  };
}

function judged(n: number, samples: number): JudgedSlot {
  const slotStart = n * slotSeconds;
  return { slotStart, blocks: [block(slotStart, samples)], totals: [], events: [] };
}

function taken(n: number, lateBlocks: SampleBlock[] = []): TakenSnapshot {
  const slotStart = n * slotSeconds;
  const account = {
    device: '62.0',
    snapshotAt: slotStart + slotSeconds,
    file: `file ${n}`,
    revision: 0,
    sizeBytes: 0,
    rows: 1,
    accepted: 1,
    late: 0,
    estimated: 0,
    dropped: {},
  };
  return { slotStart, account, deadLetters: [], lateBlocks, counterReadings: [], correction: null };
}

function correcting(n: number, revision: number): TakenSnapshot {
  const fromSlot = n * slotSeconds;
  const correction = { device: '62.0', snapshotAt: fromSlot + slotSeconds, revision, fromSlot };
  return { ...taken(n, [block(fromSlot, revision, true)]), correction };
}

/** Holds each commit until it is told how it ends. */
class HeldHistory {
  readonly commits: Commit[] = [];
  readonly #ends: PromiseWithResolvers<void>[] = [];
  readonly writer = { commit: (commit: Commit) => this.#take(commit) } as HistoryWriter;

  #take(commit: Commit): Promise<void> {
    this.commits.push(commit);
    const end = Promise.withResolvers<void>();
    this.#ends.push(end);
    return end.promise;
  }

  async finish(fault?: Error): Promise<void> {
    const end = this.#ends.shift()!;
    if (fault) end.reject(fault);
    else end.resolve();
    await new Promise(setImmediate);
  }
}

function setUp(rowsPerCommit = 10) {
  const history = new HeldHistory();
  const committed: number[][] = [];
  const faults: string[] = [];
  const waits: number[] = [];
  const queue = new CommitQueue({
    history: history.writer,
    rowsPerCommit,
    onCommitted: (slots) => committed.push(slots.map((slot) => slot.slotStart / slotSeconds)),
    onFault: (fault) => faults.push(fault.message),
    wait: async (milliseconds) => void waits.push(milliseconds),
    now: () => 0,
  });
  return { history, committed, faults, waits, queue };
}

/** Whether the promise has settled by the next turn of the event loop. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await new Promise(setImmediate);
  return done;
}

describe('CommitQueue', () => {
  it('gathers slots until there are enough samples, and then lets the source go on', async () => {
    const { history, queue } = setUp();
    queue.addSlot(judged(1, 6));
    await queue.makeRoom();
    expect(history.commits).toHaveLength(0);
    queue.addSlot(judged(2, 6));
    expect(await settled(queue.makeRoom())).toBe(true);
    expect(history.commits).toMatchObject([{ closedThrough: 2 * slotSeconds }]);
    expect(history.commits[0]!.blocks).toHaveLength(2);
  });

  it('keeps one commit in flight and makes the source wait at twice the size', async () => {
    const { history, queue, committed } = setUp();
    queue.addSlot(judged(1, 10));
    await queue.makeRoom();
    queue.addSlot(judged(2, 19));
    expect(await settled(queue.makeRoom())).toBe(true);
    queue.addSlot(judged(3, 1));
    const room = queue.makeRoom();
    expect(await settled(room)).toBe(false);
    expect(history.commits).toHaveLength(1);
    await history.finish();
    await room;
    expect(history.commits.map((commit) => commit.closedThrough / slotSeconds)).toEqual([1, 3]);
    await history.finish();
    expect(committed).toEqual([[1], [2, 3]]);
  });

  it('writes a snapshot with the commit that closes its slot, its late traffic too', async () => {
    const { history, queue } = setUp();
    queue.addSnapshot(taken(1));
    queue.addSnapshot(taken(2, [block(slotSeconds, 3, true)]));
    queue.addSlot(judged(1, 1));
    const first = queue.flush();
    await history.finish();
    await first;
    expect(history.commits[0]!.files.map((file) => file.file)).toEqual(['file 1']);
    queue.addSlot(judged(2, 1));
    const second = queue.flush();
    await history.finish();
    await second;
    expect(history.commits[1]!.files.map((file) => file.file)).toEqual(['file 2']);
    expect(history.commits[1]!.blocks.map((one) => one.late)).toEqual([false, true]);
    expect(history.commits[1]!.totals).toMatchObject([{ slotStart: slotSeconds, late: true, subscribers: 3 }]);
  });

  it('tries a commit again until history takes it, waiting longer each time, and tells of each fault', async () => {
    const { history, queue, faults, waits, committed } = setUp();
    queue.addSlot(judged(1, 1));
    const flushed = queue.flush();
    for (let n = 0; n < 9; n++) await history.finish(new Error(`no space ${n}`));
    expect(await settled(flushed)).toBe(false);
    await history.finish();
    await flushed;
    expect(faults).toHaveLength(9);
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(new Set(history.commits).size).toBe(1);
    expect(committed).toEqual([[1]]);
  });

  it('stops when the commit in flight has ended, and begins no other', async () => {
    const { history, queue } = setUp();
    queue.addSlot(judged(1, 10));
    await queue.makeRoom();
    queue.addSlot(judged(2, 30));
    const stopped = queue.stop();
    expect(await settled(stopped)).toBe(false);
    await history.finish(new Error('gone'));
    await stopped;
    expect(history.commits).toHaveLength(1);
  });

  it('writes what comes too late for any slot without waiting for another one to close, and counts it towards the size', async () => {
    const { history, queue } = setUp();
    queue.resume(5 * slotSeconds);
    queue.addSnapshot(taken(2, [block(2 * slotSeconds, 12, true)]));
    expect(await settled(queue.makeRoom())).toBe(true);
    expect(history.commits).toMatchObject([{ closedThrough: 5 * slotSeconds, files: [{ file: 'file 2' }] }]);
    queue.addSnapshot(taken(3));
    const flushed = queue.flush();
    await history.finish();
    await history.finish();
    await flushed;
    expect(history.commits[1]!.files.map((file) => file.file)).toEqual(['file 3']);
  });

  it('has nothing to write when no slot has closed', async () => {
    const { history, queue } = setUp();
    queue.addSnapshot(taken(1));
    await queue.flush();
    expect(history.commits).toHaveLength(0);
  });

  it('writes a correction in a commit of its own, after the one with what it corrects', async () => {
    const { queue, history } = setUp();
    queue.addSnapshot(taken(1));
    queue.addSlot(judged(1, 3));
    queue.addSnapshot(correcting(1, 1));
    const flushed = queue.flush();
    queue.addSlot(judged(2, 3));
    await history.finish();
    await history.finish();
    await history.finish();
    await flushed;
    expect(
      history.commits.map(({ closedThrough, files, corrections }) => [closedThrough, files.length, corrections.length]),
    ).toEqual([
      [600, 1, 0],
      [600, 1, 1],
      [1200, 0, 0],
    ]);
  });

  it('lets the newest of several corrections of one report count, and accounts for all of them', async () => {
    const { queue, history } = setUp();
    queue.resume(600);
    for (const revision of [1, 3, 2]) queue.addSnapshot(correcting(1, revision));
    const flushed = queue.flush();
    await history.finish();
    await flushed;
    const [commit] = history.commits;
    expect(commit).toMatchObject({ closedThrough: 600, corrections: [{ revision: 3 }] });
    expect(commit!.blocks.map(({ count }) => count)).toEqual([3]);
    expect(commit!.files).toHaveLength(3);
  });
});
