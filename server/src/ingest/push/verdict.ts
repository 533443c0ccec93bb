/** What is said of each pushed row that is not taken, and how many there are of each kind. */
import { dropReasons } from '../../domain/dead-letter.ts';

/** Those of snapshot files, and what only a pushed row can be. Every row that is not taken is counted under one of them. */
export const verdictReasons = [
  ...dropReasons,
  'unreadable-row',
  'unknown-field',
  'missing-field',
  'unknown-device',
  'off-slot-border',
  'in-the-future',
  'repeated',
] as const;
export type VerdictReason = (typeof verdictReasons)[number];

export interface Verdict {
  /** From 1: place in the list of JSON, line of the body in NDJSON and CSV. */
  readonly row: number;
  /** The field at fault as the body names it, or '' when the row as a whole is. */
  readonly column: string;
  readonly reason: VerdictReason;
  /** What was given, cut short. */
  readonly given: string;
  readonly expected: string;
}

const mostGivenCharacters = 100;

/** Thrown by whoever reads a row; says all of its verdict but which row it is. */
export class RowRefused extends Error {
  readonly column: string;
  readonly reason: VerdictReason;
  readonly given: string;
  readonly expected: string;

  constructor(column: string, reason: VerdictReason, given: unknown, expected: string) {
    super(`${column} ${reason}: expected ${expected}`);
    this.column = column;
    this.reason = reason;
    this.given = typeof given === 'string' ? given : (JSON.stringify(given) ?? '');
    this.expected = expected;
  }
}

/** All are counted, the first are kept. */
export class Verdicts {
  readonly counts = new Map<VerdictReason, number>();
  readonly first: Verdict[] = [];
  readonly #mostKept: number;
  #count = 0;

  constructor(mostKept: number) {
    this.#mostKept = mostKept;
  }

  get count(): number {
    return this.#count;
  }

  add(row: number, { column, reason, given, expected }: Omit<Verdict, 'row'>): void {
    this.#count++;
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    if (this.first.length === this.#mostKept) return;
    this.first.push({ row, column, reason, given: given.slice(0, mostGivenCharacters), expected });
  }
}
