/** The simulated source against a sink that keeps what it is given, with time moved by hand. */
import { describe, expect, it } from 'vitest';
import { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { fileKey } from '../../history/history.ts';
import type { Snapshot, Source, SourceSink } from '../source.ts';
import { createWorld } from './create-world.ts';
import { noNetworkEvents } from './network-events.ts';
import type { Pacing } from './pacing.ts';
import { simulatedDevices } from './simulated-devices.ts';
import { createSimulatedSource } from './simulated-source.ts';
import { snapshotFileName } from './snapshot-name.ts';
import type { WorldOptions } from './world.ts';

const slotSeconds = 600;
const startedAt = 1_704_067_200;
const world: WorldOptions = {
  kind: 'real',
  seed: 11,
  subscribers: 40,
  startedAt,
  slotSeconds,
  devices: simulatedDevices.real,
  attacksPerDay: 100,
  lookAlikesPerDay: 100,
  quietDays: 0,
  networkEvents: noNetworkEvents,
};

/** Keeps every record as text, and tells when the given number of slots is done. */
class KeepingSink implements SourceSink {
  readonly rows: string[] = [];
  readonly files: string[] = [];
  readonly keys: string[] = [];
  /** How many files there were after each slot. */
  readonly keysAfterSlots: number[] = [];
  caughtUpTimes = 0;
  slotsDone = 0;
  readonly progressed: [number, number][] = [];
  readonly done: Promise<void>;
  #finish!: () => void;
  readonly #slots: number;

  constructor(slots: number) {
    this.#slots = slots;
    this.done = new Promise((resolve) => (this.#finish = resolve));
  }

  async accept(snapshot: Snapshot): Promise<void> {
    this.files.push(snapshot.file);
    this.keys.push(fileKey(snapshot.device.name, snapshot.snapshotAt));
    const { device, snapshotAt } = snapshot;
    snapshot.read(
      (batch) => {
        for (let row = 0; row < batch.count; row++) {
          const counters = `${batch.upCounter[row]}/${batch.downCounter[row]}`;
          this.rows.push(
            [device.name, snapshotAt, batch.session[row], batch.startedAt[row], batch.endedAt[row], counters].join(' '),
          );
        }
      },
      () => expect.unreachable('the simulator has no broken rows'),
    );
    await Promise.resolve();
  }

  async caughtUp(): Promise<void> {
    this.caughtUpTimes++;
    await Promise.resolve();
  }

  progress(done: number, total: number): void {
    this.progressed.push([done, total]);
    if (done > 0) {
      this.slotsDone++;
      this.keysAfterSlots.push(this.files.length);
    }
    if (this.slotsDone === this.#slots) this.#finish();
  }
}

/** Time stands still in `wait` until it is released. */
function handMovedTime(): Pacing & { waits: number[]; release: () => void } {
  const pacing = {
    waits: [] as number[],
    release: () => {},
    async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
      pacing.waits.push(milliseconds);
      await new Promise<void>((resolve) => {
        pacing.release = resolve;
        signal.addEventListener('abort', () => resolve());
      });
    },
    async yieldTurn(): Promise<void> {
      await Promise.resolve();
    },
  };
  return pacing;
}

function sourceOf(pacing: Pacing, backfillDays: number, faults: unknown[] = [], options = world): Source {
  const directory = new SubscriberIndex();
  const onFault = (error: unknown): void => void faults.push(error);
  return createSimulatedSource({ world: options, backfillDays, slotIntervalMs: 2000, directory, pacing, onFault });
}

async function take(
  slots: number,
  closedThrough: number | null,
  ingested: ReadonlySet<string>,
  options = world,
): Promise<KeepingSink> {
  const source = sourceOf(handMovedTime(), 30, [], options);
  const sink = new KeepingSink(slots);
  source.start(sink, { closedThrough, ingested });
  await sink.done;
  await source.stop();
  return sink;
}

const firstSlots = (sink: KeepingSink, slots: number): string[] => {
  const last = startedAt + slots * slotSeconds;
  return sink.rows.filter((row) => Number(row.split(' ')[1]) <= last);
};

describe('simulated source', () => {
  it('hands over six snapshots a slot, in time order, and tells its progress', async () => {
    const sink = await take(3, null, new Set());
    expect(sink.files.slice(0, 7)).toEqual([
      'psx_66.1_2024-01-01 00:10:00.txt',
      'psx_66.2_2024-01-01 00:10:00.txt',
      'psx_66.3_2024-01-01 00:10:00.txt',
      'psx_62.0_2024-01-01 00:10:00.csv',
      'psx_69.0_2024-01-01 00:10:00.csv',
      'psx_65.0_2024-01-01 00:10:00.csv',
      'psx_66.1_2024-01-01 00:20:00.txt',
    ]);
    expect(sink.progressed[0]).toEqual([0, 30 * 144 * 6]);
    expect(sink.progressed[1]).toEqual([6, 30 * 144 * 6]);
  });

  it('goes on after a restart with the records it would have made without one', async () => {
    const whole = await take(300, null, new Set());
    const resumedAt = startedAt + 200 * slotSeconds;
    const rest = await take(100, resumedAt, new Set());
    const expected = firstSlots(whole, 300).slice(firstSlots(whole, 200).length);
    expect(firstSlots(rest, 300)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(3500);
  });

  describe('with snapshots that come late or never', () => {
    const disturbed = { ...world, networkEvents: { ...noNetworkEvents, missingShare: 0.1, lateShare: 0.3 } };

    it('hands over each when it arrives, with the records it had at its own time', async () => {
      const sink = await take(50, null, new Set(), disturbed);
      const other = createWorld(disturbed, new SubscriberIndex());
      const expected = Array.from({ length: 50 }, (_, slot) => startedAt + (slot + 1) * slotSeconds).flatMap((at) =>
        other
          .arrivalsAt(at)
          .filter(({ snapshotAt }) => snapshotAt > startedAt)
          .map(({ position, snapshotAt }) => snapshotFileName(simulatedDevices.real[position]!, snapshotAt)),
      );
      expect(sink.files.slice(0, expected.length)).toEqual(expected);
      expect(expected.length).toBeLessThan(290);
      const punctual = await take(50, null, new Set());
      expect(punctual.rows).toEqual(expect.arrayContaining(firstSlots(sink, 48)));
    });

    it('goes on after a restart without losing those that were under way', async () => {
      const whole = await take(100, null, new Set(), disturbed);
      const ingested = new Set(whole.keys.slice(0, whole.keysAfterSlots[49]));
      const rest = await take(60, startedAt + 48 * slotSeconds, ingested, disturbed);
      const expected = whole.files.slice(whole.keysAfterSlots[49]);
      expect(rest.files.slice(0, expected.length)).toEqual(expected);
    });
  });

  it('skips snapshots that history has', async () => {
    const first = startedAt + slotSeconds;
    const sink = await take(1, null, new Set([fileKey('66.2', first), fileKey('65.0', first)]));
    expect(sink.files.slice(0, 4)).toEqual([
      'psx_66.1_2024-01-01 00:10:00.txt',
      'psx_66.3_2024-01-01 00:10:00.txt',
      'psx_62.0_2024-01-01 00:10:00.csv',
      'psx_69.0_2024-01-01 00:10:00.csv',
    ]);
  });

  it('back-fills without waiting, then takes one interval a slot', async () => {
    const time = handMovedTime();
    const source = sourceOf(time, 1);
    const backfilled = new KeepingSink(144);
    source.start(backfilled, { closedThrough: null, ingested: new Set() });
    await backfilled.done;
    while (time.waits.length === 0) await Promise.resolve();
    while (backfilled.caughtUpTimes === 0) await Promise.resolve();
    const filesBackfilled = backfilled.files.length;
    time.release();
    while (time.waits.length === 1) await Promise.resolve();
    await source.stop();
    expect(time.waits).toEqual([2000, 2000]);
    expect(filesBackfilled).toBe(144 * 6);
    expect(backfilled.caughtUpTimes).toBeLessThanOrEqual(2);
    expect(backfilled.progressed.at(-1)![0]).toBe(backfilled.progressed.at(-1)![1]);
  });

  it('stops in the middle of an interval and hands over nothing more', async () => {
    const source = sourceOf(handMovedTime(), 0);
    const sink = new KeepingSink(1);
    source.start(sink, { closedThrough: null, ingested: new Set() });
    await sink.done;
    await source.stop();
    expect(sink.files).toHaveLength(6);
  });

  it('ends and reports when the sink refuses', async () => {
    const faults: unknown[] = [];
    const source = sourceOf(handMovedTime(), 0, faults);
    const sink = new KeepingSink(1);
    sink.accept = () => Promise.reject(new Error('history is closed'));
    source.start(sink, { closedThrough: null, ingested: new Set() });
    await source.stop();
    expect(faults).toEqual([new Error('history is closed')]);
  });
});
