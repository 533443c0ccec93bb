/** What outlives a simulated process: history and the checkpoint, as plain rows. */
import type { Checkpoint } from '../../src/checkpoint/checkpoint.ts';
import type { AnomalyEvent } from '../../src/domain/anomaly.ts';
import type { IngestedFile } from '../../src/domain/dead-letter.ts';
import type { CounterReading } from '../../src/domain/session-ledger.ts';
import type { SlotTotals } from '../../src/domain/sample.ts';
import type { EpochSeconds } from '../../src/domain/traffic.ts';

export interface SampleRow {
  readonly device: string;
  readonly slotStart: EpochSeconds;
  readonly reportedAt: EpochSeconds;
  readonly late: boolean;
  readonly subscriber: string;
  readonly seconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

interface Kept<Row> {
  readonly row: Row;
  readonly commit: number;
}

/** Rows by key: what is written again replaces what was there. */
export class Table<Row> {
  readonly #rows = new Map<string, Kept<Row>>();
  readonly #keyOf: (row: Row) => string;

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  write(rows: readonly Row[], commit: number): void {
    for (const row of rows) this.#rows.set(this.#keyOf(row), { row, commit });
  }

  discardAfter(commit: number): void {
    for (const [key, kept] of this.#rows) if (kept.commit > commit) this.#rows.delete(key);
  }

  all(): Row[] {
    return [...this.#rows.values()].map(({ row }) => row);
  }
}

export class Disk {
  readonly samples = new Table<SampleRow>(
    (row) => `${row.subscriber} ${row.slotStart} ${row.device} ${row.reportedAt}`,
  );
  readonly totals = new Table<SlotTotals>((row) => `${row.device} ${row.slotStart} ${row.reportedAt} ${row.late}`);
  readonly events = new Table<AnomalyEvent>((row) => `${row.at} ${row.ordinal}`);
  readonly files = new Table<IngestedFile>((row) => `${row.device} ${row.snapshotAt}`);
  readonly counters = new Table<CounterReading>((row) => `${row.device} ${row.session} ${row.startedAt} ${row.at}`);
  /** Of the newest finished commit. */
  marker: { readonly commit: number; readonly closedThrough: EpochSeconds | null } = { commit: 0, closedThrough: null };
  checkpoint: Checkpoint | null = null;

  get #tables(): readonly Pick<Table<unknown>, 'discardAfter'>[] {
    return [this.samples, this.totals, this.events, this.files, this.counters];
  }

  /** Rows of a commit that was not finished. */
  discardUnfinished(): void {
    for (const table of this.#tables) table.discardAfter(this.marker.commit);
  }

  /**
   * Everything that must not hang on what went wrong, in one order. What a late snapshot tells depends on which of its
   * device's came before it: of late ones only that each was taken once, with all its rows.
   */
  digest(): Record<string, readonly string[]> {
    const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
    const isOnTime = ({ late }: { readonly late: boolean }): boolean => !late;
    return {
      end: [String(this.marker.closedThrough)],
      samples: sorted(this.samples.all().filter(isOnTime)),
      totals: sorted(this.totals.all().filter(isOnTime)),
      events: sorted(this.events.all()),
      files: sorted(this.files.all().map(({ device, snapshotAt, rows }) => ({ device, snapshotAt, rows }))),
    };
  }
}
