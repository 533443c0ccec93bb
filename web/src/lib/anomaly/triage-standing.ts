/** Where people stand with an anomaly, in few words. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { text } from '#lib/text/text.ts';

type Triage = AnomalyRowFragment['triage'];

/** Whose it is and who has seen it; empty while it is nobody's. */
export const peopleOf = ({ assignee, acknowledgedBy }: Triage): string[] => [
  ...(assignee == null ? [] : [text.anomaly.assignedTo(assignee)]),
  ...(acknowledgedBy == null || assignee === acknowledgedBy ? [] : [text.anomaly.acknowledgedBy(acknowledgedBy)]),
];

/** Null without one. */
export const verdictOf = ({ verdict }: Triage): string | null => (verdict == null ? null : text.verdicts[verdict]);
