/** The part of the port to history that keeps the audit: entries that are added to a chain, and never changed. */

export interface AuditEntry {
  /** Which chain: each process that writes has its own. */
  readonly chain: string;
  /** Place in it, from 1 on. */
  readonly ordinal: number;
  /** What was noted, as JSON: the very text that the hash is of. */
  readonly text: string;
  /** SHA-256 of the hash before and the text, hexadecimal. */
  readonly hash: string;
}

export interface AuditHistory {
  /** All or none. Entries that are there already replace themselves. */
  appendAudit(entries: readonly AuditEntry[]): Promise<void>;
  /** The newest entry of a chain; null when there is none. */
  newestAudit(chain: string): Promise<AuditEntry | null>;
  /** At most `limit`, by chain, then ordinal, after the one given. */
  auditEntries(after: Pick<AuditEntry, 'chain' | 'ordinal'>, limit: number): Promise<AuditEntry[]>;
}
