/** What the reader does about anomalies: shown at once, taken back when refused, told in a notice with a way to undo it. */
import type { Client } from '@urql/core';
import type { AnomalyRowFragment, MuteInput } from '#lib/graphql/generated/graphql.ts';
import { preferences } from '#lib/preferences/preferences.ts';
import { text } from '#lib/text/text.ts';
import { foreseen } from './act.ts';
import type { Act } from './act.ts';
import type { Notice } from './outcome.ts';
import type { Sent } from './send.ts';

/** `settled`: as the server says it is, and not only as it is hoped to be. */
type RowListener = (rows: readonly AnomalyRowFragment[], settled: boolean) => void;

/** Not even what would have sent it came. */
const unanswered: Sent = {
  rows: [],
  notice: { text: text.states.serverDidNot, changes: [], isProblem: true, canTryAgain: true },
};

/** How the server calls whoever gives no name. */
const nameless = 'local';

export class TriageDesk {
  /** What was just done; stays until the next act, or until it is dismissed. What failed can be tried `again`. */
  notice: (Notice & { readonly again?: () => void }) | null = $state.raw(null);
  readonly #client: Client;
  readonly #listeners = new Set<RowListener>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Who acts. */
  get actor(): string {
    return preferences.personName.current || nameless;
  }

  /** Hears of every row that the reader's own acts change, and of those that have to be put back. Returns what ends it. */
  onRows(listener: RowListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What is acknowledged already is not once more. */
  async act(wanted: readonly AnomalyRowFragment[], act: Act): Promise<void> {
    if (wanted.length === 0) return;
    const rows = act.type === 'acknowledge' ? wanted.filter(({ triage }) => triage.acknowledgedBy == null) : wanted;
    const hoped = rows.map((row) => foreseen(row, act, this.actor));
    this.#tell(hoped, false);
    await this.#do(
      (send) => (rows.length > 0 ? send.sendAct(this.#client, rows, act) : send.acknowledgedBefore(wanted.length)),
      () => this.act(wanted, act),
      rows,
    );
  }

  mute(inputs: readonly MuteInput[]): Promise<void> {
    return this.#do(
      (send) => send.sendMutes(this.#client, inputs),
      () => this.mute(inputs),
    );
  }

  endMute(mute: string): Promise<void> {
    return this.#do(
      (send) => send.sendEndMute(this.#client, mute),
      () => this.endMute(mute),
    );
  }

  undo(changes: readonly string[]): Promise<void> {
    this.notice = null;
    return this.#do(
      (send) => send.sendUndo(this.#client, changes),
      () => this.undo(changes),
    );
  }

  /** What sends comes with the first act. `shown`: the rows that stand for what is hoped, as they were before. */
  async #do(
    ask: (send: typeof import('./send.ts')) => Sent | Promise<Sent>,
    again: () => Promise<void>,
    shown: readonly AnomalyRowFragment[] = [],
  ): Promise<void> {
    const send = await import('./send.ts').catch(() => null);
    const { rows, notice } = send ? await ask(send) : unanswered;
    // What is not in the answer stands as it did.
    this.#tell(shown, false);
    this.#tell(rows, true);
    this.notice = notice.canTryAgain ? { ...notice, again: () => void again() } : notice;
  }

  #tell(rows: readonly AnomalyRowFragment[], settled: boolean): void {
    for (const listener of this.#listeners) listener(rows, settled);
  }
}
