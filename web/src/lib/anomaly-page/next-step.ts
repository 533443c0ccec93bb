/** What to do next about an anomaly, in plain words. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { text } from '#lib/text/text.ts';

const words = text.anomalyPage;

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
