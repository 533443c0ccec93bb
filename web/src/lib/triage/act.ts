/** What somebody can do about anomalies, how it is asked of the server, and how it looks before the server has answered. */
import type { Client } from '@urql/core';
import {
  AcknowledgeDocument,
  AssignDocument,
  CommentDocument,
  SetVerdictDocument,
} from '#lib/graphql/generated/graphql.ts';
import type { AnomalyRowFragment, Verdict } from '#lib/graphql/generated/graphql.ts';

/** The server's limit. */
export const mostAtOnce = 500;

interface Comment {
  readonly comment: string;
}
export type Act =
  | ({ readonly type: 'acknowledge' } & Comment)
  /** To nobody when null. */
  | ({ readonly type: 'assign'; readonly assignee: string | null } & Comment)
  | ({ readonly type: 'comment' } & Comment)
  | ({ readonly type: 'judge'; readonly verdict: Verdict } & Comment);

/** The anomaly as it will be if nothing is in the way; its version stays, so that the server's answer is the newer one. */
export function foreseen(row: AnomalyRowFragment, act: Act, actor: string): AnomalyRowFragment {
  const { triage } = row;
  if (act.type === 'acknowledge')
    return { ...row, triage: { ...triage, acknowledgedBy: triage.acknowledgedBy ?? actor } };
  if (act.type === 'assign') return { ...row, triage: { ...triage, assignee: act.assignee } };
  if (act.type === 'judge') return { ...row, triage: { ...triage, verdict: act.verdict } };
  return row;
}

/** Whichever knows more acts; the one that was told last when both know as many. */
export const newer = <Row extends Pick<AnomalyRowFragment, 'triage'>>(shown: Row, told: Row): Row =>
  told.triage.version >= shown.triage.version ? told : shown;

export function ask(client: Client, rows: readonly AnomalyRowFragment[], act: Act) {
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
