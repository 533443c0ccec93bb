/** Asks the server for what the reader wants done, and says how it went; loaded with the first act. */
import { counted } from '#lib/text/counted.ts';
import { formatCountOf } from '#lib/format/count.ts';
import type { Client } from '@urql/core';
import { faultOf } from '#lib/graphql/fault.ts';
import {
  AcknowledgeDocument,
  AssignDocument,
  CommentDocument,
  EndMuteDocument,
  MuteDocument,
  SetVerdictDocument,
  UndoDocument,
} from '#lib/graphql/generated/graphql.ts';
import type { AnomalyRowFragment, MuteInput } from '#lib/graphql/generated/graphql.ts';
import { triageWords } from '#lib/text/triage.ts';
import type { Act } from './act.ts';
import { noticeOf, rowsOf } from './outcome.ts';
import type { Notice } from './outcome.ts';

export interface Sent {
  /** As they stand now, as far as the server said. */
  readonly rows: readonly AnomalyRowFragment[];
  readonly notice: Notice;
}
type Failure = Parameters<typeof faultOf>[0];

export async function sendAct(client: Client, rows: readonly AnomalyRowFragment[], act: Act): Promise<Sent> {
  const { data, error } = await ask(client, rows, act);
  return data
    ? { rows: rowsOf(data.done), notice: noticeOf(act.type, data.done) }
    : { rows: [], notice: failed(error) };
}

/** One mute after the other; the first that fails ends it, and those before it stand. */
export async function sendMutes(client: Client, inputs: readonly MuteInput[]): Promise<Sent> {
  const changes: string[] = [];
  let failure: Notice | null = null;
  for (const input of inputs) {
    const { data, error } = await client.mutation(MuteDocument, { input }).toPromise();
    if (!data) {
      failure = failed(error);
      break;
    }
    changes.push(data.mute.change);
  }
  const done = changes.length > 0 ? triageWords.did.mute(formatCountOf(changes.length, counted.mutes)) : '';
  // What is done already is not to be done once more.
  if (failure && changes.length === 0) return only(failure);
  return only({ text: `${done} ${failure?.text ?? ''}`.trim(), changes, isProblem: failure !== null });
}

export async function sendEndMute(client: Client, mute: string): Promise<Sent> {
  const { data, error } = await client.mutation(EndMuteDocument, { input: { mute } }).toPromise();
  if (!data) return only(failed(error));
  return only(
    data.endMute.what === 'MutePayload'
      ? { text: triageWords.did.endMute, changes: [data.endMute.change], isProblem: false }
      : { text: data.endMute.message, changes: [], isProblem: true },
  );
}

export async function sendUndo(client: Client, changes: readonly string[]): Promise<Sent> {
  const answers = await Promise.all(
    changes.map((change) => client.mutation(UndoDocument, { input: { change } }).toPromise()),
  );
  const rows: AnomalyRowFragment[] = [];
  const problems: Notice[] = [];
  for (const { data, error } of answers) {
    if (!data) problems.push(failed(error));
    else if (data.undo.what === 'UndoRefused') problems.push({ text: data.undo.message, changes: [], isProblem: true });
    else rows.push(...data.undo.anomalies);
  }
  const [problem] = problems;
  return { rows, notice: problem ?? { text: triageWords.did.undo, changes: [], isProblem: false } };
}

export const acknowledgedBefore = (number: number): Sent =>
  only({
    text: triageWords.alreadyAcknowledged(formatCountOf(number, counted.anomalies)),
    changes: [],
    isProblem: false,
  });

/** Says how it went, of no anomaly. */
const only = (notice: Notice): Sent => ({ rows: [], notice });

function failed(error: Failure | undefined): Notice {
  const { kind, title, detail } = faultOf(error ?? { graphQLErrors: [] });
  const text = triageWords.nothingDone(title, detail);
  return { text, changes: [], isProblem: true, canTryAgain: kind !== 'forbidden' };
}

function ask(client: Client, rows: readonly AnomalyRowFragment[], act: Act) {
  const anomalies = rows.map(({ id, triage }) => ({ id, version: triage.version }));
  const why = act.comment === '' ? {} : { comment: act.comment };
  switch (act.type) {
    case 'acknowledge':
      return client.mutation(AcknowledgeDocument, { input: { anomalies, ...why } }).toPromise();
    case 'assign':
      return client.mutation(AssignDocument, { input: { anomalies, assignee: act.assignee, ...why } }).toPromise();
    case 'comment':
      return client.mutation(CommentDocument, { input: { anomalies, comment: act.comment } }).toPromise();
    case 'judge':
      return client.mutation(SetVerdictDocument, { input: { anomalies, verdict: act.verdict, ...why } }).toPromise();
  }
}
