/** Takes one snapshot through decode and normalise, and accounts for every row of it. */
import type { DeadLetter, DropReason, IngestedFile } from './domain/dead-letter.ts';
import { Normaliser } from './domain/normalise.ts';
import type { SampleBlock } from './domain/sample.ts';
import type { CounterReading, SessionLedger } from './domain/session-ledger.ts';
import { slotOfSnapshot } from './domain/slot.ts';
import type { SlotAssembler } from './domain/slot-assembler.ts';
import type { EpochSeconds } from './domain/traffic.ts';
import type { Snapshot } from './ingest/source.ts';

/** Of one file at most this many dead letters are kept as rows; all are counted. */
const maxDeadLettersKept = 10_000;
/** History keeps times as unsigned 32-bit seconds. */
const newestTime = 0xffff_ffff;

/** What a snapshot brought, apart from the blocks that went to open slots. */
export interface TakenSnapshot {
  readonly slotStart: EpochSeconds;
  readonly account: IngestedFile;
  readonly deadLetters: readonly DeadLetter[];
  readonly lateBlocks: readonly SampleBlock[];
  readonly counterReadings: readonly CounterReading[];
}

export class Intake {
  readonly #slotSeconds: number;
  readonly #assembler: SlotAssembler;
  readonly #normaliser: Normaliser;

  constructor(slotSeconds: number, assembler: SlotAssembler, ledger: SessionLedger) {
    this.#slotSeconds = slotSeconds;
    this.#assembler = assembler;
    this.#normaliser = new Normaliser(slotSeconds, ledger);
  }

  /** Throws what `snapshot.read` throws; nothing of the snapshot has been used then. */
  take(snapshot: Snapshot): TakenSnapshot {
    const { device, snapshotAt, file, sizeBytes } = snapshot;
    const normaliser = this.#normaliser;
    const dropped: Partial<Record<DropReason, number>> = {};
    const deadLetters: DeadLetter[] = [];
    const drop = (letter: DeadLetter): void => {
      dropped[letter.reason] = (dropped[letter.reason] ?? 0) + 1;
      if (deadLetters.length < maxDeadLettersKept) deadLetters.push(letter);
    };
    if (snapshotAt > newestTime) throw new RangeError(`${file} is dated after 2106-02-07, later than history can hold`);
    const slotStart = slotOfSnapshot(snapshotAt, this.#slotSeconds);
    const closed = slotStart <= this.#assembler.closedThrough;
    normaliser.begin(
      device,
      snapshotAt,
      this.#assembler.newestSnapshotOf(device.name),
      this.#assembler.earliestSlot(snapshotAt),
    );
    const rows = snapshot.read(
      (batch) =>
        normaliser.accept(batch, (line, column, reason, given) =>
          drop({ file, line, column, reason, given: String(given) }),
        ),
      drop,
    );
    const lateBlocks = this.#assembler.add(device.name, snapshotAt, normaliser.finish());
    const account = {
      device: device.name,
      snapshotAt,
      file,
      sizeBytes,
      rows,
      accepted: normaliser.accepted,
      late: closed ? normaliser.accepted : normaliser.acceptedEarlier,
      dropped,
    };
    return {
      slotStart,
      account,
      deadLetters,
      lateBlocks,
      counterReadings: normaliser.counterReadings,
    };
  }
}
