/** How an act went, in words and as rows: one that somebody else was faster on does not keep the others from it. */
import type { AnomalyRowFragment, TriageResultFragment } from '#lib/graphql/generated/graphql.ts';
import { formatCountOf } from '../format/count.ts';
import { counted } from '../text/counted.ts';
import { triageWords } from '#lib/text/triage.ts';
import type { Act } from './act.ts';

export interface Notice {
  readonly text: string;
  /** What Undo takes back; empty when there is nothing to. */
  readonly changes: readonly string[];
  readonly isProblem: boolean;
  /** Nothing was done, and next time it may be. */
  readonly canTryAgain?: boolean;
}

/** All anomalies of the answer as they stand now. */
export const rowsOf = ({ outcomes }: TriageResultFragment): AnomalyRowFragment[] =>
  outcomes.flatMap((outcome) => (outcome.what === 'AnomalyNotFound' ? [] : [outcome.anomaly]));

export function noticeOf(type: Act['type'], { change, outcomes }: TriageResultFragment): Notice {
  const words = triageWords;
  const anomalies = (count: number) => formatCountOf(count, counted.anomalies);
  const done = outcomes.filter(({ what }) => what === 'TriagedAnomaly').length;
  const conflicts = outcomes.filter((outcome) => outcome.what === 'VersionConflict');
  const missing = outcomes.length - done - conflicts.length;
  const faster = new Set(conflicts.map(({ anomaly }) => anomaly.triage.history.at(-1)?.actor ?? words.somebody));
  const sentences = [
    ...(done > 0 ? [words.did[type](anomalies(done))] : []),
    ...(conflicts.length > 0
      ? [words.conflict([...faster].join(', '), conflicts.length === 1 ? null : anomalies(conflicts.length))]
      : []),
    ...(missing > 0 ? [words.missing(anomalies(missing))] : []),
  ];
  return { text: sentences.join(' '), changes: change == null ? [] : [change], isProblem: done < outcomes.length };
}
