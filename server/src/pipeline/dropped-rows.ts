/** The rows of one snapshot that were not used: all are counted, the first ones are kept, but none of who is ignored. */
import type { DeadLetter, DropReason } from '../domain/dead-letter.ts';

/** Of one file at most this many dead letters are kept as rows. */
const mostKept = 10_000;

export class DroppedRows {
  readonly counts: Partial<Record<DropReason, number>> = {};
  letters: DeadLetter[] = [];

  /** Letters that name a subscriber are kept no more; they stay counted. */
  forget(name: string): void {
    this.letters = this.letters.filter(({ given }) => !given.includes(name));
  }

  add(letter: DeadLetter): void {
    this.counts[letter.reason] = (this.counts[letter.reason] ?? 0) + 1;
    if (letter.reason !== 'ignored-subscriber' && this.letters.length < mostKept) this.letters.push(letter);
  }
}
