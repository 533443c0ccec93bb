/** Keeps the audit: notes wait a moment, go to history together as entries of the chain, and are tried again until they are there. */
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { AuditEntry, AuditHistory } from '../history/audit-history.ts';
import { entryAfter, startOfChain, type AuditHead } from './audit-chain.ts';
import type { AuditNote } from './audit.ts';

export interface AuditLogOptions {
  readonly history: AuditHistory;
  /** Where the end of the chain is noted beside history: what is cut off there is seen by it. */
  readonly headPath: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onFault: (fault: Error) => void;
  /** Told of notes that found no room. */
  readonly onLost: (notes: number) => void;
}

/** While history does not answer; then notes are lost, which is counted, and noted in the chain. */
const mostWaiting = 20_000;
const mostTogether = 1000;
const gatherMs = 200;
const tryAgainMs = 1000;

export class AuditLog {
  readonly #options: AuditLogOptions;
  #waiting: string[] = [];
  #lost = 0;
  #head: AuditHead | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  /** Never throws, never waits. */
  note(note: AuditNote): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#lost += 1;
      this.#options.onLost(1);
      return;
    }
    this.#waiting.push(this.#textOf(note));
    this.#wake(gatherMs);
  }

  /** Finds where the chain stands. History must be open. */
  async begin(): Promise<void> {
    const { history, headPath } = this.#options;
    const noted = await readHead(headPath);
    const chain = noted?.chain ?? randomBytes(8).toString('hex');
    const newest = await history.newestAudit(chain);
    // What was written and not noted any more counts; what was noted and is not there shows as a gap.
    const head = newest !== null && newest.ordinal >= (noted?.ordinal ?? 0) ? newest : noted;
    this.#head = head === null ? startOfChain(chain) : { chain, ordinal: head.ordinal, hash: head.hash };
    this.#wake(0);
  }

  /** Writes what waits; what history does not take by now is lost. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#writing;
    if (this.#head !== null) await this.#write();
  }

  /** Resolves when everything that was noted before is in history, or could not be written. */
  async settled(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /** The entries in order, as a client reads them. */
  async *entries(): AsyncGenerator<AuditEntry[]> {
    let after: Pick<AuditEntry, 'chain' | 'ordinal'> = { chain: '', ordinal: 0 };
    for (;;) {
      const page = await this.#options.history.auditEntries(after, mostTogether);
      if (page.length > 0) yield page;
      if (page.length < mostTogether) return;
      after = page.at(-1)!;
    }
  }

  get head(): AuditHead | null {
    return this.#head;
  }

  #textOf(note: AuditNote): string {
    const at = new Date(this.#options.now()).toISOString();
    const { action, actor, subject, from, details } = note;
    return JSON.stringify({ at, action, actor, subject, from, details });
  }

  #wake(afterMs: number): void {
    if (this.#timer !== null || this.#head === null || this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#writing = this.#writing.then(() => this.#write());
    }, afterMs);
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    const { history, onFault } = this.#options;
    if (this.#head === null) return;
    if (this.#lost > 0) {
      const details = { notes: this.#lost };
      this.#waiting.push(this.#textOf({ action: 'notes-lost', actor: '', subject: '', from: '', details }));
      this.#lost = 0;
    }
    while (this.#waiting.length > 0) {
      const entries: AuditEntry[] = [];
      let head: AuditHead = this.#head;
      for (const text of this.#waiting.slice(0, mostTogether)) {
        const entry = entryAfter(head, text);
        entries.push(entry);
        head = entry;
      }
      try {
        await history.appendAudit(entries);
        this.#waiting.splice(0, entries.length);
        this.#head = { chain: head.chain, ordinal: head.ordinal, hash: head.hash };
        await this.#noteHead(this.#head);
      } catch (error) {
        onFault(error as Error);
        this.#wake(tryAgainMs);
        return;
      }
    }
  }

  async #noteHead(head: AuditHead): Promise<void> {
    const { headPath } = this.#options;
    await writeFile(`${headPath}.new`, `${JSON.stringify(head)}\n`, { mode: 0o600 });
    await rename(`${headPath}.new`, headPath);
  }
}

async function readHead(path: string): Promise<AuditHead | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as AuditHead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${path} can't be read: ${(error as Error).message}; restore it`, { cause: error });
  }
}
