/** Appends acts: in turn with the commits, in one insert, each at its place in the feed. */
import { firstActOrdinal, type ActDraft, type ActEntry } from '../domain/feed-entry.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { mostBytesOf, writeAct } from './act-row.ts';
import type { CommitSequence } from './commit-sequence.ts';
import type { Engine } from './engine.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';
import { acts as actsTable } from './tables.ts';

export class ActWriter {
  readonly #engine: Engine;
  readonly #commits: CommitSequence;
  readonly #slotSeconds: number;

  constructor(engine: Engine, commits: CommitSequence, slotSeconds: number) {
    this.#engine = engine;
    this.#commits = commits;
    this.#slotSeconds = slotSeconds;
  }

  append(decide: (at: EpochSeconds) => Promise<readonly ActDraft[]>): Promise<ActEntry[]> {
    return this.#commits.inTurn(async () => {
      const { closedThrough } = this.#commits;
      const at = closedThrough === null ? 0 : closedThrough + this.#slotSeconds;
      const drafts = await decide(at);
      if (drafts.length === 0) return [];
      const first = await this.#nextOrdinal(at);
      const placed = drafts.map((draft, n): ActEntry => ({ ...draft, at, ordinal: first + n }));
      await this.#write(placed);
      return placed;
    });
  }

  /** From the table, as an insert that seemed to fail may have been made. */
  async #nextOrdinal(at: EpochSeconds): Promise<number> {
    const [newest] = await this.#engine.select<{ ordinal: number }>(
      "SELECT ordinal FROM acts WHERE at = toDateTime({at:UInt32}, 'UTC') ORDER BY at DESC, ordinal DESC LIMIT 1",
      { at },
    );
    return newest === undefined ? firstActOrdinal : newest.ordinal + 1;
  }

  /** In one insert, whose rows are one block: the engine takes all or none of them. */
  async #write(acts: readonly ActEntry[]): Promise<void> {
    const rows = new RowBinaryWriter(acts.reduce((bytes, act) => bytes + mostBytesOf(act), 0));
    for (const act of acts) writeAct(act, rows);
    await this.#engine.insertRows(actsTable, rows.bytes);
  }
}
