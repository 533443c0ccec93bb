/** The account of what came in: files, rows, and what was not used. */
import { dropReasons } from '../domain/dead-letter.ts';
import type { DeadLetter, DropReason } from '../domain/dead-letter.ts';
import type { Engine } from './engine.ts';
import type { Accounting, DeadLetterKey, Page, TimeRange } from './history.ts';
import { inListOrder, pageSql } from './keyset.ts';
import type { KeyColumn } from './keyset.ts';
import { isSupersededSql } from './supersede.ts';
import { rangeParameters, withinSql } from './time-range-sql.ts';

const listOrder: readonly KeyColumn[] = [
  { expression: 'file', type: 'String', descending: false },
  { expression: 'line', type: 'UInt32', descending: false },
];

export type AccountingRow = Omit<Accounting, 'dropped'> & {
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
};

export class AccountingReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Of the files whose snapshots were taken in the range; of all without one. */
  async accounting(range: TimeRange = { from: 0, to: Infinity }): Promise<Accounting> {
    const [row] = await this.#engine.select<AccountingRow>(
      `SELECT count() AS files, sum(t.rows) AS rows, sum(t.accepted) AS accepted,
  sum(t.late) AS late, sum(t.estimated) AS estimated, sumMap(t.dropped) AS dropped FROM ingested_files AS t FINAL
WHERE ${withinSql('snapshot_at')} AND NOT ${isSupersededSql}`,
      rangeParameters(range),
    );
    return toAccounting(row);
  }

  async listDeadLetters(page: Page<DeadLetterKey>): Promise<DeadLetter[]> {
    const { condition, orderAndLimit, parameters } = pageSql(listOrder, page, (key) => [key.file, key.line]);
    const rows = await this.#engine.select<DeadLetter>(
      `SELECT file, line, column, reason, given FROM dead_letters FINAL WHERE ${condition} ORDER BY ${orderAndLimit}`,
      parameters,
    );
    return inListOrder(rows, page);
  }
}

/** An account of nothing without a row. Reasons that occurred, in the order of `dropReasons`. */
export function toAccounting(row: AccountingRow | undefined): Accounting {
  const dropped = row?.dropped ?? {};
  return {
    files: row?.files ?? 0,
    rows: row?.rows ?? 0,
    accepted: row?.accepted ?? 0,
    late: row?.late ?? 0,
    estimated: row?.estimated ?? 0,
    dropped: dropReasons.flatMap((reason) => ((dropped[reason] ?? 0) > 0 ? [{ reason, rows: dropped[reason]! }] : [])),
  };
}
