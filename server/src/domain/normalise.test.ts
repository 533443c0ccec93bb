import { describe, expect, it } from 'vitest';
import type { DeviceReading } from './device.ts';
import { Normaliser } from './normalise.ts';
import { createSessionBatch } from './session-batch.ts';
import { SessionLedger } from './session-ledger.ts';

const slotStart = 1_704_067_200;
const snapshotAt = slotStart + 600;
const bytesDevice: DeviceReading = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '',
  clockOffsetSeconds: 0,
};

interface Row {
  readonly session?: number;
  readonly subscriber?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly age?: number;
  readonly up: number;
  readonly down: number;
}

function normalise(
  rows: readonly Row[],
  device = bytesDevice,
  options: { at?: number; previous?: number; ledger?: SessionLedger; earliestSlot?: number } = {},
) {
  const { at = snapshotAt, previous = null, ledger = new SessionLedger(), earliestSlot = -Infinity } = options;
  const normaliser = new Normaliser(600, ledger);
  const batch = createSessionBatch(rows.length);
  rows.forEach((row, i) => {
    batch.session[i] = row.session ?? i + 1;
    batch.subscriber[i] = row.subscriber ?? i;
    batch.startedAt[i] = row.startedAt ?? at - (row.age ?? 3600);
    batch.endedAt[i] = row.endedAt ?? 0;
    batch.ageSeconds[i] = row.age ?? 3600;
    batch.upCounter[i] = row.up;
    batch.downCounter[i] = row.down;
    batch.line[i] = i + 2;
  });
  batch.count = rows.length;
  const drops: unknown[][] = [];
  normaliser.begin(device, at, previous, earliestSlot);
  normaliser.accept(batch, (...drop) => drops.push(drop));
  const blocks = normaliser.finish().map((block) => ({
    slotStart: block.slotStart,
    samples: Array.from({ length: block.count }, (_, i) => [
      block.subscriber[i],
      block.seconds[i],
      block.upBytes[i],
      block.downBytes[i],
    ]),
  }));
  return { blocks, drops, accepted: normaliser.accepted };
}

describe('Normaliser, session-mean counters', () => {
  it('gives an open session its mean rate over the whole slot', () => {
    const { blocks } = normalise([{ age: 3600, up: 3_600_000, down: 7_200_000 }]);
    expect(blocks).toEqual([{ slotStart, samples: [[0, 600, 600_000, 1_200_000]] }]);
  });

  it('makes bytes of bits', () => {
    const { blocks } = normalise([{ age: 600, up: 8000, down: 16_000 }], { ...bytesDevice, unit: 'bits' });
    expect(blocks[0]!.samples).toEqual([[0, 600, 1000, 2000]]);
  });

  it('counts all of a session younger than the slot, over its own time', () => {
    expect(normalise([{ age: 120, up: 1200, down: 2400 }]).blocks[0]!.samples).toEqual([[0, 120, 1200, 2400]]);
  });

  it('adds the ended session and the one that followed it', () => {
    const { blocks, accepted } = normalise([
      {
        subscriber: 7,
        session: 1,
        startedAt: slotStart - 3300,
        endedAt: slotStart + 300,
        age: 3600,
        up: 36_000,
        down: 3600,
      },
      { subscriber: 7, session: 2, age: 240, up: 2400, down: 240 },
    ]);
    expect(accepted).toBe(2);
    expect(blocks[0]!.samples).toEqual([[7, 540, 3000 + 2400, 300 + 240]]);
  });

  it('puts a session that ended on the very border of the slot into the slot before', () => {
    const { blocks } = normalise([{ endedAt: slotStart, startedAt: slotStart - 3600, age: 3600, up: 36_000, down: 0 }]);
    expect(blocks).toEqual([
      { slotStart, samples: [] },
      { slotStart: slotStart - 600, samples: [[0, 600, 6000, 0]] },
    ]);
  });

  it('takes nothing with no duration as nothing, and refuses something with no duration', () => {
    const { blocks, drops } = normalise([
      { age: 0, up: 0, down: 0 },
      { age: 0, up: 5, down: 0 },
    ]);
    expect(blocks[0]!.samples).toEqual([[0, 0, 0, 0]]);
    expect(drops).toEqual([[3, 'Duartion', 'no-duration', 0]]);
  });

  it('says which column keeps a record from being used', () => {
    const { drops, accepted } = normalise(
      [
        { up: -1, down: 5 },
        { up: 1, down: -5 },
        { startedAt: snapshotAt + 1, up: 1, down: 1 },
        { startedAt: slotStart + 50, endedAt: slotStart + 40, up: 1, down: 1 },
        { startedAt: slotStart - 9000, endedAt: slotStart - 5400, up: 1, down: 1 },
      ],
      bytesDevice,
      { earliestSlot: slotStart - 1200 },
    );
    expect(accepted).toBe(0);
    expect(drops).toEqual([
      [2, 'UpTx', 'negative-counter', -1],
      [3, 'DownTx', 'negative-counter', -5],
      [4, 'StartSession', 'starts-after-snapshot', snapshotAt + 1],
      [5, 'EndSession', 'ends-before-start', slotStart + 40],
      [6, 'EndSession', 'too-late', slotStart - 5400],
    ]);
  });

  it('counts a session once however often the file repeats it', () => {
    const row = { subscriber: 1, session: 9, startedAt: slotStart - 600, age: 1200, up: 1200, down: 0 };
    const other = { ...row, session: 10, age: 60, startedAt: snapshotAt - 60, up: 60 };
    const { blocks, drops, accepted } = normalise([row, other, row, other]);
    expect(accepted).toBe(2);
    expect(drops).toEqual([
      [4, 'IdSession', 'repeated-row', 9],
      [5, 'IdSession', 'repeated-row', 10],
    ]);
    expect(blocks[0]!.samples).toEqual([[1, 600, 600 + 60, 0]]);
  });

  it("moves a device's clock to the common one", () => {
    const ahead = { ...bytesDevice, clockOffsetSeconds: 3600 };
    const { blocks, drops } = normalise([{ startedAt: snapshotAt + 3600 - 60, age: 60, up: 60, down: 60 }], ahead);
    expect(drops).toEqual([]);
    expect(blocks[0]!.samples).toEqual([[0, 60, 60, 60]]);
  });

  it('takes a snapshot a few seconds off the border as of the border', () => {
    expect(normalise([{ up: 1, down: 1 }], bytesDevice, { at: snapshotAt + 7 }).blocks[0]!.slotStart).toBe(slotStart);
    expect(normalise([{ up: 1, down: 1 }], bytesDevice, { at: snapshotAt - 7 }).blocks[0]!.slotStart).toBe(slotStart);
  });
});

describe('Normaliser, snapshots that do not keep to ten minutes', () => {
  const steady = (at: number, previous: number) =>
    normalise([{ startedAt: at - 7200, age: 7200, up: 7_200_000, down: 0 }], bytesDevice, { at, previous }).blocks[0]!;

  it('counts the time between two snapshots once, however close they are', () => {
    expect(steady(snapshotAt, snapshotAt - 300).samples).toEqual([[0, 300, 300_000, 0]]);
    expect(steady(snapshotAt + 60, snapshotAt).samples).toEqual([[0, 60, 60_000, 0]]);
  });

  it('takes a gap for one slot observed, not for several', () => {
    expect(steady(snapshotAt, snapshotAt - 3600).samples).toEqual([[0, 600, 600_000, 0]]);
  });

  it('puts a session that ended after the snapshot before into the slot of its own snapshot, wherever the borders lie', () => {
    const [at, previous] = [snapshotAt + 290, snapshotAt - 310];
    const { blocks } = normalise(
      [{ startedAt: at - 4000, endedAt: previous + 10, age: 3410, up: 3410, down: 0 }],
      bytesDevice,
      { at, previous },
    );
    expect(blocks).toEqual([{ slotStart, samples: [[0, 10, 10, 0]] }]);
  });
});

describe('Normaliser, what no subscriber does', () => {
  it('refuses more than 100 Gbit/s and a session from before 1970', () => {
    const ahead = { ...bytesDevice, clockOffsetSeconds: 3600 };
    expect(normalise([{ age: 600, up: 9e15, down: 0 }]).drops).toEqual([[2, 'UpTx', 'implausible-rate', 9e15]]);
    expect(normalise([{ age: 600, startedAt: 5, up: 1, down: 1 }], ahead).drops).toEqual([
      [2, 'StartSession', 'implausible-time', 5],
    ]);
  });
});

describe('Normaliser, other meanings', () => {
  it('takes interval counters as the traffic of the slot', () => {
    expect(
      normalise([{ age: 3600, up: 500, down: 700 }], { ...bytesDevice, counters: 'interval' }).blocks[0]!.samples,
    ).toEqual([[0, 600, 500, 700]]);
  });

  it('takes the difference of two cumulative readings, in the device unit', () => {
    const device: DeviceReading = { ...bytesDevice, unit: 'bits', counters: 'cumulative' };
    const ledger = new SessionLedger();
    const row = { session: 5, startedAt: slotStart - 3600 };
    expect(normalise([{ ...row, age: 4200, up: 80_000, down: 8000 }], device, { ledger }).drops).toEqual([
      [2, 'IdSession', 'no-earlier-counter', 5],
    ]);
    const next = normalise([{ ...row, age: 4800, up: 88_000, down: 8800 }], device, { ledger, at: snapshotAt + 600 });
    expect(next.blocks[0]!.samples).toEqual([[0, 600, 1000, 100]]);
    const jitter = normalise([{ ...row, age: 5403, up: 96_000, down: 9600 }], device, {
      ledger,
      at: snapshotAt + 1203,
    });
    expect(jitter.blocks[0]!.samples).toEqual([[0, 600, 1000, 100]]);
    const afterGap = normalise([{ ...row, age: 7203, up: 96_000 + 24_000, down: 9600 }], device, {
      ledger,
      at: snapshotAt + 3003,
    });
    expect(afterGap.blocks[0]!.samples).toEqual([[0, 600, 1000, 0]]);
    expect(
      normalise([{ ...row, age: 4800, up: 88_000, down: 8800 }], device, { ledger, at: snapshotAt + 600 }).drops,
    ).toEqual([[2, 'IdSession', 'superseded-counter', 5]]);
  });
});
