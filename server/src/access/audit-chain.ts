/** The chain of the audit: each entry carries the hash of the one before, so that none can be changed or taken out unseen. Pure. */
import { createHash } from 'node:crypto';
import type { AuditEntry } from '../history/audit-history.ts';

/** Where a chain stands. */
export type AuditHead = Pick<AuditEntry, 'chain' | 'ordinal' | 'hash'>;

export const startOfChain = (chain: string): AuditHead => ({ chain, ordinal: 0, hash: '' });

const hashOf = ({ chain, hash }: AuditHead, ordinal: number, text: string): string =>
  createHash('sha256')
    .update(JSON.stringify([chain, ordinal, hash, text]))
    .digest('hex');

export function entryAfter(head: AuditHead, text: string): AuditEntry {
  const ordinal = head.ordinal + 1;
  return { chain: head.chain, ordinal, text, hash: hashOf(head, ordinal, text) };
}

export interface AuditVerdict {
  readonly entries: number;
  /** The end of each chain. */
  readonly heads: readonly AuditHead[];
  /** One sentence for each place where a chain is broken. */
  readonly faults: readonly string[];
}

/** Takes entries in the order of chain and ordinal, and what the chains must reach at least. */
export class AuditVerifier {
  readonly #heads = new Map<string, AuditHead>();
  readonly #faults: string[] = [];
  #entries = 0;

  take(entry: AuditEntry): void {
    this.#entries += 1;
    const head = this.#heads.get(entry.chain) ?? startOfChain(entry.chain);
    const place = `chain ${entry.chain}, entry ${entry.ordinal}`;
    if (entry.ordinal !== head.ordinal + 1) this.#faults.push(`${place}: expected entry ${head.ordinal + 1} here`);
    else if (entryAfter(head, entry.text).hash !== entry.hash)
      this.#faults.push(`${place}: it was changed, or the one before it`);
    // From here on by itself: one change is one fault.
    this.#heads.set(entry.chain, { chain: entry.chain, ordinal: entry.ordinal, hash: entry.hash });
  }

  /** `known`: heads that were noted elsewhere, such as beside the data. */
  verdict(known: readonly AuditHead[] = []): AuditVerdict {
    const cut = known
      .filter(({ chain, ordinal }) => (this.#heads.get(chain)?.ordinal ?? 0) < ordinal)
      .map(({ chain, ordinal }) => `chain ${chain}: it ends before entry ${ordinal}, which was written`);
    const replaced = known
      .filter(
        ({ chain, ordinal, hash }) =>
          this.#heads.get(chain)?.ordinal === ordinal && this.#heads.get(chain)?.hash !== hash,
      )
      .map(({ chain, ordinal }) => `chain ${chain}, entry ${ordinal}: it is not the one that was written`);
    return { entries: this.#entries, heads: [...this.#heads.values()], faults: [...this.#faults, ...cut, ...replaced] };
  }
}
