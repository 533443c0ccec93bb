/**
 * Takes snapshots through decode and normalise, and accounts for every row of them. A snapshot is decoded when it comes
 * and normalised when its slot closes, in order of time for each device: so it does not matter in which order they come.
 */
import type { DeadLetter, IngestedFile } from '../domain/dead-letter.ts';
import { Normaliser } from '../domain/normalise.ts';
import type { ReportCorrection } from '../domain/report-correction.ts';
import type { SampleBlock } from '../domain/sample.ts';
import type { CounterReading, SessionLedger } from '../domain/session-ledger.ts';
import { slotOfSnapshot } from '../domain/slot.ts';
import {
  SlotAssembler,
  type AssembledSlot,
  type Placing,
  type Report,
  type SlotAssemblerOptions,
} from '../domain/slot-assembler.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { DroppedRows } from './dropped-rows.ts';
import { holdSnapshot, withoutSubscriber, type HeldSnapshot } from './held-snapshot.ts';
import type { Snapshot } from '../ingest/source.ts';
import type { ClosedSlot } from './slot-judge.ts';

/** History keeps times as unsigned 32-bit seconds. */
const newestTime = 0xffff_ffff;

/** What a snapshot brought, apart from the blocks that the detector sees. */
export interface TakenSnapshot {
  readonly slotStart: EpochSeconds;
  readonly account: IngestedFile;
  readonly deadLetters: readonly DeadLetter[];
  readonly lateBlocks: readonly SampleBlock[];
  readonly counterReadings: readonly CounterReading[];
  /** Not null when it takes the place of a report that was taken before. */
  readonly correction: ReportCorrection | null;
}

export interface Intaken {
  readonly placing: Placing;
  readonly taken: TakenSnapshot | null;
}

/** A slot with the snapshots that belong to it. */
export interface TakenSlot extends ClosedSlot {
  readonly snapshots: readonly TakenSnapshot[];
}

export class Intake {
  readonly #slotSeconds: number;
  readonly #assembler: SlotAssembler<HeldSnapshot>;
  readonly #ledger: SessionLedger;
  readonly #normaliser: Normaliser;

  constructor(options: SlotAssemblerOptions, ledger: SessionLedger) {
    this.#slotSeconds = options.slotSeconds;
    this.#assembler = new SlotAssembler(options);
    this.#ledger = ledger;
    this.#normaliser = new Normaliser(options.slotSeconds, ledger);
  }

  /** Goes on where history ends, with the snapshots that it has. */
  resume(closedThrough: EpochSeconds, snapshots: Iterable<Report>): void {
    this.#assembler.resume(closedThrough, snapshots);
  }

  /**
   * Says what became of a snapshot, and gives what it brought when its slot has closed already; null otherwise. Throws
   * what `snapshot.read` throws; nothing of the snapshot has been used then.
   */
  take(snapshot: Snapshot): Intaken {
    const { device, snapshotAt, revision, file } = snapshot;
    if (snapshotAt > newestTime) throw new RangeError(`${file} is dated after 2106-02-07, later than history can hold`);
    if (this.#assembler.knows({ device: device.name, snapshotAt, revision })) return { placing: 'known', taken: null };
    const held = holdSnapshot(snapshot, new DroppedRows());
    const placing = this.#assembler.add(held);
    if (placing === 'late') return { placing, taken: this.#normalise(held, false).taken };
    return { placing, taken: placing === 'corrects' ? this.#correct(held) : null };
  }

  /**
   * What corrects a report whose slot has closed takes its place as a whole, late; unless it is too late, or has no row
   * that can be used. Counters that grow can't be corrected: later differences were taken to those that are replaced.
   */
  #correct(held: HeldSnapshot): TakenSnapshot {
    if (held.reading.counters === 'cumulative') return this.#keepAside(held);
    const { taken } = this.#normalise(held, false);
    const { device, snapshotAt, revision } = held;
    const fromSlot = this.#assembler.earliestSlot(snapshotAt);
    const counts = taken.slotStart >= fromSlot && (taken.account.accepted > 0 || held.rows === 0);
    return { ...taken, correction: counts ? { device, snapshotAt, revision, fromSlot } : null };
  }

  #keepAside(held: HeldSnapshot): TakenSnapshot {
    const { snapshotAt, file, batches, dropped } = held;
    for (const { count, line, session } of batches) {
      for (let row = 0; row < count; row++)
        dropped.add({
          file,
          line: line[row]!,
          column: 'IdSession',
          reason: 'superseded-counter',
          given: String(session[row]!),
        });
    }
    return {
      slotStart: slotOfSnapshot(snapshotAt, this.#slotSeconds),
      account: accountOf(held, 0, 0),
      deadLetters: dropped.letters,
      lateBlocks: [],
      counterReadings: [],
      correction: null,
    };
  }

  /** What waits of a subscriber is not used. */
  forget(subscriber: number, name: string): void {
    this.#assembler.amend((held) => withoutSubscriber(held, subscriber, name));
  }

  /** The next slot that may be closed, oldest first; null when none may be. Call until it gives null. */
  closeNext(): TakenSlot | null {
    return this.#close(this.#assembler.closeNext());
  }

  /** At the end of a replay: the next open slot, whether complete or not. */
  flushNext(): TakenSlot | null {
    return this.#close(this.#assembler.flushNext());
  }

  #close(slot: AssembledSlot<HeldSnapshot> | null): TakenSlot | null {
    if (slot === null) return null;
    const { slotStart, reports, awaited } = slot;
    const taken = reports.map((held) => this.#normalise(held, awaited.has(held.device)));
    this.#ledger.forgetBefore(slotStart);
    return {
      slotStart,
      blocks: taken.flatMap(({ block }) => block ?? []),
      snapshots: taken.map((each) => each.taken),
    };
  }

  /**
   * What a snapshot tells of its own slot is for the detector when it is on time. The rest is late: it is written with
   * the snapshot, and a restart between the two slots must find them as it would have left them.
   */
  #normalise(held: HeldSnapshot, onTime: boolean): { block: SampleBlock | null; taken: TakenSnapshot } {
    const { reading, snapshotAt, file, dropped } = held;
    const slotStart = slotOfSnapshot(snapshotAt, this.#slotSeconds);
    const normaliser = this.#normaliser;
    const previousAt = this.#assembler.previousSnapshotOf(held);
    normaliser.begin(reading, snapshotAt, previousAt, this.#assembler.earliestSlot(snapshotAt));
    for (const batch of held.batches) {
      normaliser.accept(batch, (line, column, reason, given) =>
        dropped.add({ file, line, column, reason, given: String(given) }),
      );
    }
    const [own, ...earlier] = normaliser.finish();
    const lateBlocks = (onTime ? earlier : [own!, ...earlier]).filter(({ count }) => count > 0);
    const late = onTime ? normaliser.acceptedEarlier : normaliser.accepted;
    const taken = {
      slotStart,
      account: accountOf(held, normaliser.accepted, late),
      deadLetters: dropped.letters,
      lateBlocks: lateBlocks.map((block) => ({ ...block, late: true })),
      counterReadings: normaliser.counterReadings,
      correction: null,
    };
    return { block: onTime ? own! : null, taken };
  }
}

function accountOf(held: HeldSnapshot, accepted: number, late: number): IngestedFile {
  const { device, snapshotAt, revision, file, sizeBytes, rows, estimated, dropped } = held;
  return { device, snapshotAt, revision, file, sizeBytes, rows, accepted, late, estimated, dropped: dropped.counts };
}
