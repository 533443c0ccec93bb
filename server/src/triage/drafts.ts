/** Makes acts of decisions: what the anomaly or the mute is after it follows from the acts before. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { ActDraft } from '../domain/feed-entry.ts';
import { isMuting, type Mute, type MuteEvent } from '../domain/suppression.ts';
import { triageAfter, type Act, type TriageAction, type TriageStep } from '../domain/triage.ts';

export type TriageDraft = Extract<ActDraft, { type: 'triaged' }>;
export type MuteDraft = Exclude<ActDraft, { type: 'triaged' }>;

export function triageDraft(
  act: Act,
  anomaly: Anomaly,
  action: TriageAction,
  before: readonly TriageStep[],
): TriageDraft {
  return { type: 'triaged', ...act, anomaly, action, after: triageAfter([...before, { ...act, action }]) };
}

/** Takes back what the change did to the mute. */
export function undoneMuteDraft(act: Act, mute: Mute, undoes: string, before: readonly MuteEvent[]): MuteDraft {
  const stands = isMuting([...before, { type: 'unmuted', change: act.change, undoes }]);
  return { type: stands ? 'muted' : 'unmuted', ...act, mute, undoes };
}
