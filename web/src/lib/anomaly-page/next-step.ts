/** What to do next about an anomaly, in plain words. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { anomalyPageWords } from '#lib/text/anomaly-page.ts';

const words = anomalyPageWords;

export function nextStep({ kind, triage }: Pick<AnomalyRowFragment, 'kind' | 'triage'>): string {
  switch (triage.verdict) {
    case 'INFECTED':
      return words.nextInfected;
    case 'DATA_FAULT':
      return words.nextFault;
    case null:
    case undefined:
      break;
    default:
      return words.nextBenign;
  }
  const first = triage.acknowledgedBy == null ? [words.nextUnseen] : [];
  return [...first, words.nextLook(kind), words.nextVerdict].join(' ');
}
