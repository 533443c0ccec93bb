/**
 * The simulated ISP as a source: some days of the past as fast as they are taken, then one slot at every interval.
 * Its time runs faster than the clock, and on beyond the present; everything that shows it is marked as simulated.
 */
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { fileKey } from '../../history/history.ts';
import type { Source, SourceSink } from '../source.ts';
import { createWorld } from './create-world.ts';
import type { Pacing } from './pacing.ts';
import { systemPacing } from './pacing.ts';
import { snapshotOf } from './snapshot-of.ts';
import type { World, WorldOptions } from './world.ts';

export interface SimulatedSourceOptions {
  /** `startedAt` is decided once and kept: it names the first slot (rounded down to a slot border) in every run. */
  readonly world: WorldOptions;
  /** Days handed over as fast as the sink accepts them, counted from the first slot. */
  readonly backfillDays: number;
  /** Time between slots after that. */
  readonly slotIntervalMs: number;
  readonly directory: SubscriberDirectory;
  /** Told when the sink refuses; the source has ended by then. */
  readonly onFault: (error: unknown) => void;
  readonly pacing?: Pacing;
}

export function createSimulatedSource(options: SimulatedSourceOptions): Source {
  const { slotSeconds, startedAt, devices } = options.world;
  const firstSlot = Math.floor(startedAt / slotSeconds) * slotSeconds;
  const backfilledThrough = firstSlot + options.backfillDays * 86_400;
  const pacing = options.pacing ?? systemPacing;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function handOver(world: World, at: EpochSeconds, sink: SourceSink, ingested: ReadonlySet<string>) {
    for (const { position, snapshotAt } of world.arrivalsAt(at)) {
      if (stopping.signal.aborted) return;
      if (snapshotAt <= firstSlot || ingested.has(fileKey(devices[position]!.name, snapshotAt))) continue;
      await sink.accept(snapshotOf(world, position, snapshotAt));
    }
    if (!stopping.signal.aborted && at >= backfilledThrough) await sink.caughtUp();
  }

  async function run(sink: SourceSink, first: EpochSeconds, ingested: ReadonlySet<string>): Promise<void> {
    const world = createWorld(options.world, options.directory);
    let done = 0;
    for (let snapshotAt = first; !stopping.signal.aborted; snapshotAt += slotSeconds) {
      const slotsLeft = Math.max(1, Math.floor((backfilledThrough - snapshotAt) / slotSeconds) + 1);
      if (done === 0) sink.progress(0, slotsLeft * devices.length);
      // The interval runs while the slot is taken, so that slots keep their rate.
      const nextTurn =
        snapshotAt < backfilledThrough ? pacing.yieldTurn() : pacing.wait(options.slotIntervalMs, stopping.signal);
      try {
        await handOver(world, snapshotAt, sink, ingested);
        if (stopping.signal.aborted) break;
        done += devices.length;
        sink.progress(done, done + (slotsLeft - 1) * devices.length);
      } catch (error) {
        stopping.abort();
        throw error;
      } finally {
        await nextTurn;
      }
    }
  }

  return {
    description: 'simulated ISP',
    simulated: true,
    start(sink, resume) {
      const earliest = firstSlot + slotSeconds;
      const { closedThrough } = resume;
      const next = closedThrough === null ? earliest : (Math.floor(closedThrough / slotSeconds) + 1) * slotSeconds;
      running = run(sink, Math.max(earliest, next), resume.ingested).catch(options.onFault);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
