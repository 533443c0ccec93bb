/** What somebody can do about anomalies, and how it looks before the server has answered. */
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
