/** Writes one commit to the tables, all but its marker. */
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import {
  writeDeadLetter,
  writeEvent,
  writeFile,
  writeHour,
  writeSamples,
  writeCounterReading,
  writeTotals,
} from './commit-rows.ts';
import type { Engine } from './engine.ts';
import type { Commit } from './history.ts';
import type { HourSums } from './hour-sums.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';
import { supersedeReports, supersedeSamples } from './supersede.ts';
import { anomalyEvents, deadLetters, hourly, ingestedFiles, samples, sessionCounters, slotTotals } from './tables.ts';
import type { InsertTable } from './tables.ts';

/** About 200,000 samples: fewer, larger inserts are not faster, and this memory is held for ever. */
const bufferBytes = 8 << 20;

/** Most bytes that one row of the small tables takes; their texts are names, ids and sentences. */
const maxSmallRowBytes = 64 << 10;

export class CommitWriter {
  readonly #engine: Engine;
  readonly #directory: SubscriberDirectory;
  readonly #rows = new RowBinaryWriter(bufferBytes);

  constructor(engine: Engine, directory: SubscriberDirectory) {
    this.#engine = engine;
    this.#directory = directory;
  }

  /**
   * One call at a time; gives the slots of earlier samples that it took away. When it throws, a part of the commit may be
   * written, under its number.
   */
  async write(commit: Commit, number: number): Promise<EpochSeconds[]> {
    const corrected: EpochSeconds[] = [];
    for (const correction of commit.corrections)
      corrected.push(...(await supersedeSamples(this.#engine, correction, number)));
    await this.#engine.insertRows(samples, writeSamples(commit.blocks, number, this.#directory, this.#rows));
    await this.#insert(slotTotals, number, commit.totals, writeTotals);
    await this.#insert(anomalyEvents, number, commit.events, writeEvent);
    await this.#insert(deadLetters, number, commit.deadLetters, writeDeadLetter);
    await this.#insert(sessionCounters, number, commit.sessionCounters, writeCounterReading);
    await this.#insert(ingestedFiles, number, commit.files, writeFile);
    for (const correction of commit.corrections) await supersedeReports(this.#engine, correction, number);
    return corrected;
  }

  async writeHour(hour: EpochSeconds, sums: HourSums, number: number): Promise<void> {
    await this.#engine.insertRows(hourly, writeHour(hour, sums, number, this.#directory, this.#rows));
  }

  async #insert<Row>(
    table: InsertTable,
    number: number,
    rows: readonly Row[],
    write: (row: Row, writer: RowBinaryWriter) => void,
  ): Promise<void> {
    for (const row of rows) {
      if (!this.#rows.hasRoomFor(maxSmallRowBytes)) await this.#flush(table);
      write(row, this.#rows);
      this.#rows.uint32(number);
    }
    await this.#flush(table);
  }

  async #flush(table: InsertTable): Promise<void> {
    if (this.#rows.isEmpty) return;
    await this.#engine.insertRows(table, this.#rows.bytes);
    this.#rows.clear();
  }
}
