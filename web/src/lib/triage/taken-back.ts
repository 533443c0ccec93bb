/** Which acts of a history were taken back, and which can be: an undo itself can not. */
import type { TriageActFragment } from '#lib/graphql/generated/graphql.ts';

type Acted = Pick<TriageActFragment, 'change' | 'undoes' | 'action'>;

export const takenBack = (history: readonly Acted[]): ReadonlySet<string> =>
  new Set(history.flatMap(({ undoes }) => (undoes == null ? [] : [undoes])));

export const canBeUndone = (act: Acted, undone: ReadonlySet<string>): boolean =>
  act.action !== 'UNDONE' && act.undoes == null && !undone.has(act.change);
