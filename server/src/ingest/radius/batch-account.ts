/** What a batch of accounting requests told, counted once it is kept. */
import type { AccountingRequest, RequestType } from './accounting-request.ts';
import type { Advance, Outcome } from './counter-ledger.ts';

export class BatchAccount {
  readonly requests = new Map<RequestType, number>();
  readonly outcomes = new Map<Outcome, number>();
  upBytes = 0;
  downBytes = 0;
  /** Readings whose counters may have gone round more than once. */
  ambiguous = 0;
  longestGapSeconds = 0;
  wrongClocks = 0;

  addRequest({ type, clockIsWrong }: AccountingRequest): void {
    increase(this.requests, type);
    if (clockIsWrong) this.wrongClocks++;
  }

  addReading({ outcome, traffic, ambiguous }: Advance): void {
    increase(this.outcomes, outcome);
    if (ambiguous) this.ambiguous++;
    if (traffic === null) return;
    this.upBytes += traffic.upBytes;
    this.downBytes += traffic.downBytes;
    if (outcome === 'gap') this.longestGapSeconds = Math.max(this.longestGapSeconds, traffic.to - traffic.from);
  }
}

function increase<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
