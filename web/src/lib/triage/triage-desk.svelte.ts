/** What the reader does about anomalies: shown at once, taken back when refused, told in a notice with a way to undo it. */
import type { Client } from '@urql/core';
import type { AnomalyRowFragment, MuteInput } from '#lib/graphql/generated/graphql.ts';
import { preferences } from '#lib/preferences/preferences.ts';
import { text } from '#lib/text/text.ts';
import { foreseen } from './act.ts';
import type { Act } from './act.ts';
import type { Notice } from './outcome.ts';

/** `settled`: as the server says it is, and not only as it is hoped to be. */
type RowListener = (rows: readonly AnomalyRowFragment[], settled: boolean) => void;

/** How the server calls whoever gives no name. */
const nameless = 'local';

export class TriageDesk {
  /** What was just done; stays until the next act, or until it is dismissed. */
  notice: Notice | null = $state.raw(null);
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
    const send = await this.#sender();
    const sent = rows.length > 0 ? await send?.sendAct(this.#client, rows, act) : undefined;
    // What is not in the answer stands as it did.
    this.#tell(rows, false);
    if (sent) this.#tell(sent.rows, true);
    if (send) this.notice = sent?.notice ?? send.acknowledgedBefore(wanted.length);
  }

  async mute(inputs: readonly MuteInput[]): Promise<void> {
    const send = await this.#sender();
    if (send) this.notice = await send.sendMutes(this.#client, inputs);
  }

  async endMute(mute: string): Promise<void> {
    const send = await this.#sender();
    if (send) this.notice = await send.sendEndMute(this.#client, mute);
  }

  async undo(changes: readonly string[]): Promise<void> {
    this.notice = null;
    const send = await this.#sender();
    if (!send) return;
    const { rows, notice } = await send.sendUndo(this.#client, changes);
    this.#tell(rows, true);
    this.notice = notice;
  }

  /** What sends acts comes with the first one; null, and a notice, when it does not come. */
  async #sender() {
    try {
      return await import('./send.ts');
    } catch {
      this.notice = { text: text.states.serverDidNot, changes: [], isProblem: true };
      return null;
    }
  }

  #tell(rows: readonly AnomalyRowFragment[], settled: boolean): void {
    for (const listener of this.#listeners) listener(rows, settled);
  }
}
