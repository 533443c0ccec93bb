/** What became of the rows of one body: records to be kept, and the verdicts on all others. */
import { setImmediate as turn } from 'node:timers/promises';
import { mostReceivedAtOnce, type ReceivedRecord } from '../../history/received.ts';
import type { GivenRow } from './given-rows.ts';
import { RowRefused, Verdicts } from './verdict.ts';

/** One body holds no more than can be kept in one insert: it is kept as a whole. */
export const mostRows = mostReceivedAtOnce;
export class TooManyRows extends Error {}

/** Of one body so many verdicts are told one by one. */
export const mostVerdicts = 1000;
/** So many rows are read before others have their turn: some milliseconds. */
const rowsPerTurn = 500;

export class ReadRows {
  readonly records: ReceivedRecord[] = [];
  /** Which row of the body each record is. */
  readonly rows: number[] = [];
  readonly verdicts = new Verdicts(mostVerdicts);

  add(record: ReceivedRecord, row: number): void {
    this.records.push(record);
    this.rows.push(row);
  }
}

/** Calls `read` for each row; what it refuses becomes a verdict. Throws `TooManyRows`, and `BodyFault`. */
export async function readEach(
  given: Iterable<GivenRow>,
  verdicts: Verdicts,
  read: (row: GivenRow) => void,
): Promise<void> {
  let count = 0;
  for (const row of given) {
    if (++count > mostRows) throw new TooManyRows();
    if (count % rowsPerTurn === 0) await turn();
    try {
      read(row);
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      verdicts.add(row.row, error);
    }
  }
}
