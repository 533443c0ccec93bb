/** What the reader does about anomalies: shown at once, taken back when refused, told in a notice with a way to undo it. */
import type { Client } from '@urql/core';
import { faultOf } from '#lib/graphql/fault.ts';
import { MuteDocument, UndoDocument } from '#lib/graphql/generated/graphql.ts';
import type { AnomalyRowFragment, MuteInput } from '#lib/graphql/generated/graphql.ts';
import { preferences } from '#lib/preferences/preferences.ts';
import { text } from '#lib/text/text.ts';
import { ask, foreseen } from './act.ts';
import type { Act } from './act.ts';
import { noticeOf, rowsOf } from './outcome.ts';
import type { Notice } from './outcome.ts';

/** `settled`: as the server says it is, and not only as it is hoped to be. */
type RowListener = (rows: readonly AnomalyRowFragment[], settled: boolean) => void;
type Failure = Parameters<typeof faultOf>[0];

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
    if (rows.length === 0) {
      this.notice = { text: text.triage.alreadyAcknowledged(wanted.length), changes: [], isProblem: false };
      return;
    }
    this.#tell(
      rows.map((row) => foreseen(row, act, this.actor)),
      false,
    );
    const { data, error } = await ask(this.#client, rows, act);
    // What is not in the answer stands as it did.
    this.#tell(rows, false);
    if (data) this.#tell(rowsOf(data.done), true);
    this.notice = data ? noticeOf(act.type, data.done) : failed(error);
  }

  /** One mute after the other; the first that fails ends it, and those before it stand. */
  async mute(inputs: readonly MuteInput[]): Promise<void> {
    const changes: string[] = [];
    let failure: Notice | null = null;
    for (const input of inputs) {
      const { data, error } = await this.#client.mutation(MuteDocument, { input }).toPromise();
      if (!data) {
        failure = failed(error);
        break;
      }
      changes.push(data.mute.change);
    }
    const done = changes.length > 0 ? text.triage.did.mute(changes.length) : '';
    this.notice = {
      text: [done, failure?.text ?? ''].join(' ').trim(),
      changes,
      isProblem: failure !== null,
    };
  }

  async undo(changes: readonly string[]): Promise<void> {
    this.notice = null;
    const answers = await Promise.all(
      changes.map((change) => this.#client.mutation(UndoDocument, { input: { change } }).toPromise()),
    );
    const problems: string[] = [];
    for (const { data, error } of answers) {
      if (!data) problems.push(failed(error).text);
      else if (data.undo.what === 'UndoRefused') problems.push(data.undo.message);
      else this.#tell(data.undo.anomalies, true);
    }
    const [problem] = problems;
    this.notice = { text: problem ?? text.triage.did.undo, changes: [], isProblem: problem !== undefined };
  }

  #tell(rows: readonly AnomalyRowFragment[], settled: boolean): void {
    for (const listener of this.#listeners) listener(rows, settled);
  }
}

function failed(error: Failure | undefined): Notice {
  const { title, detail } = faultOf(error ?? { graphQLErrors: [] });
  return { text: text.triage.nothingDone(title, detail), changes: [], isProblem: true };
}
