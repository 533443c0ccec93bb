import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SavedState } from '../domain/saved-state.ts';
import type { Checkpoint } from './checkpoint.ts';
import { CheckpointKeeper, slotsBetweenCheckpoints } from './checkpoint-keeper.ts';

const identity = {
  stateVersion: 1,
  ruleVersion: 'r',
  subscribersVersion: 's',
  slotSeconds: 1,
  historyId: 'h',
  erasures: 0,
};

let nowMs: number;
let writes: { checkpoint: Checkpoint; end: PromiseWithResolvers<number> }[];
let written: number[];
let faults: string[];
let keeper: CheckpointKeeper;

beforeEach(() => {
  nowMs = 0;
  writes = [];
  written = [];
  faults = [];
  keeper = new CheckpointKeeper({
    store: {
      path: 'checkpoint',
      read: async () => null,
      remove: async () => undefined,
      write(checkpoint) {
        const end = Promise.withResolvers<number>();
        writes.push({ checkpoint, end });
        return end.promise;
      },
    },
    onWritten: (closedThrough) => written.push(closedThrough),
    onFault: (fault) => faults.push(fault.message),
    now: () => nowMs,
  });
  keeper.begin(identity, null);
});

const stateAt = (slot: number): SavedState => ({ columns: new Map(), records: slot });
/** Slots of one second, each judged after this many milliseconds. */
function judge(from: number, to: number, msEach = 600_000): void {
  for (let slot = from; slot <= to; slot++) {
    nowMs += msEach;
    keeper.slotJudged(slot, () => stateAt(slot));
  }
}

describe('CheckpointKeeper', () => {
  it('copies the state every six slots, and writes it once history has the slot', async () => {
    judge(1, 7);
    keeper.committed(slotsBetweenCheckpoints - 1);
    expect(writes).toHaveLength(0);
    keeper.committed(slotsBetweenCheckpoints);
    expect(writes.map(({ checkpoint }) => checkpoint)).toEqual([{ ...identity, closedThrough: 6, state: stateAt(6) }]);
    writes[0]!.end.resolve(1);
    await turn();
    expect(written).toEqual([6]);
  });

  it('does so at most every ten seconds while slots rush by', async () => {
    judge(1, 99, 100);
    keeper.committed(99);
    expect(writes).toHaveLength(0);
    judge(100, 150, 100);
    keeper.committed(150);
    expect(writes.map(({ checkpoint }) => checkpoint.closedThrough)).toEqual([100]);
  });

  it('has one on its way at a time', async () => {
    judge(1, 30);
    keeper.committed(30);
    judge(31, 60);
    keeper.committed(60);
    expect(writes).toHaveLength(1);
    writes[0]!.end.resolve(1);
    await turn();
    judge(61, 61);
    keeper.committed(61);
    expect(writes.map(({ checkpoint }) => checkpoint.closedThrough)).toEqual([6, 61]);
  });

  it('tells of one that can’t be written, and tries again with a later slot', async () => {
    judge(1, 6);
    keeper.committed(6);
    writes[0]!.end.reject(new Error('ENOSPC'));
    await turn();
    expect(faults).toEqual(['ENOSPC']);
    judge(7, 12);
    keeper.committed(12);
    expect(writes).toHaveLength(2);
  });

  it('writes a last one at the end, and waits for it', async () => {
    judge(1, 2);
    keeper.committed(2);
    let ended = false;
    const finished = keeper.finish(2, 2, () => stateAt(2)).then(() => (ended = true));
    await turn();
    expect(writes.map(({ checkpoint }) => checkpoint.closedThrough)).toEqual([2]);
    expect(ended).toBe(false);
    writes[0]!.end.resolve(1);
    await finished;
    expect(written).toEqual([2]);
  });

  it.each([
    ['history lacks slots that were judged', 3, 2],
    ['no slot was judged', null, 2],
    ['there is one of this slot', 1, 1],
  ])('writes none at the end when %s', async (_, judged, committed) => {
    keeper.begin(identity, 1);
    await keeper.finish(judged, committed, () => stateAt(0));
    expect(writes).toHaveLength(0);
  });
});
