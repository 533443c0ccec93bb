/**
 * Appends acts: in turn with the commits, in one insert, each at its place in the feed. Where other processes commit and act
 * too, the insert takes effect only if nothing has changed since the acts were decided.
 */
import { firstActOrdinal, type ActDraft, type ActEntry } from '../domain/feed-entry.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { mostBytesOf, writeAct } from './act-row.ts';
import type { Commits } from './commits.ts';
import type { Engine } from './engine.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';
import { acts as actsTable } from './tables.ts';

const mostTries = 20;

export class ActWriter {
  readonly #engine: Engine;
  readonly #commits: Commits;
  readonly #slotSeconds: number;

  constructor(engine: Engine, commits: Commits, slotSeconds: number) {
    this.#engine = engine;
    this.#commits = commits;
    this.#slotSeconds = slotSeconds;
  }

  append(decide: (at: EpochSeconds) => Promise<readonly ActDraft[]>): Promise<ActEntry[]> {
    return this.#commits.inTurn(async () => {
      for (let tries = 1; ; tries++) {
        const placed = await this.#appendUnlessChanged(decide);
        if (placed !== null) return placed;
        if (tries === mostTries) throw new Error('Others write to history all the time; try again');
      }
    });
  }

  /** Null when another process has written since it was decided: then nothing is written. */
  async #appendUnlessChanged(decide: (at: EpochSeconds) => Promise<readonly ActDraft[]>): Promise<ActEntry[] | null> {
    const closedThrough = await this.#commits.closedThrough();
    const at = closedThrough === null ? 0 : closedThrough + this.#slotSeconds;
    const first = await this.#nextOrdinal(at);
    const drafts = await decide(at);
    if (drafts.length === 0) return [];
    const placed = drafts.map((draft, n): ActEntry => ({ ...draft, at, ordinal: first + n }));
    const nothingClosed = `(SELECT toUnixTimestamp(max(closed_through)) FROM commits) = ${closedThrough ?? 0}`;
    const nobodyActed = `(SELECT count() FROM acts WHERE at = toDateTime(${at}, 'UTC') AND ordinal >= ${first}) = 0`;
    await this.#write(placed, `${nothingClosed} AND ${nobodyActed}`);
    return (await this.#has(placed[0]!)) ? placed : null;
  }

  async #has({ at, ordinal, change }: ActEntry): Promise<boolean> {
    const [found] = await this.#engine.select<{ change: string }>(
      "SELECT change FROM acts WHERE at = toDateTime({at:UInt32}, 'UTC') AND ordinal = {ordinal:UInt32}",
      { at, ordinal },
    );
    return found?.change === change;
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
  async #write(acts: readonly ActEntry[], onlyIf: string): Promise<void> {
    const rows = new RowBinaryWriter(acts.reduce((bytes, act) => bytes + mostBytesOf(act), 0));
    for (const act of acts) writeAct(act, rows);
    await this.#engine.insertRows(actsTable, rows.bytes, onlyIf);
  }
}
