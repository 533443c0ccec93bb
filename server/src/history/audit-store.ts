/** The audit in its table. */
import type { AuditEntry, AuditHistory } from './audit-history.ts';
import type { Engine } from './engine.ts';
import { RowBinaryWriter } from './row-binary-writer.ts';
import { audit } from './tables.ts';

/** Chain, hash, ordinal and the lengths of the texts. */
const mostOtherBytes = 64 + 64 + 4 + 16;
const columns = 'chain, ordinal, text, hash';

export class AuditStore implements AuditHistory {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async appendAudit(entries: readonly AuditEntry[]): Promise<void> {
    const bytes = entries.reduce((sum, { text }) => sum + Buffer.byteLength(text) + mostOtherBytes, 0);
    const rows = new RowBinaryWriter(bytes);
    for (const { chain, ordinal, text, hash } of entries) {
      rows.string(chain);
      rows.uint32(ordinal);
      rows.string(text);
      rows.string(hash);
    }
    if (entries.length > 0) await this.#engine.insertRows(audit, rows.bytes);
  }

  async newestAudit(chain: string): Promise<AuditEntry | null> {
    const [newest] = await this.#engine.select<AuditEntry>(
      `SELECT ${columns} FROM audit WHERE chain = {chain:String} ORDER BY chain DESC, ordinal DESC LIMIT 1`,
      { chain },
    );
    return newest ?? null;
  }

  auditEntries({ chain, ordinal }: Pick<AuditEntry, 'chain' | 'ordinal'>, limit: number): Promise<AuditEntry[]> {
    return this.#engine.select<AuditEntry>(
      `SELECT ${columns} FROM audit FINAL WHERE (chain, ordinal) > ({chain:String}, {ordinal:UInt32})
ORDER BY chain, ordinal LIMIT {limit:UInt32}`,
      { chain, ordinal, limit },
    );
  }
}
