/** What people make of an anomaly: append-only events, and the state that follows from them. */
import type { Anomaly } from './anomaly.ts';
import type { EpochSeconds } from './traffic.ts';

/**
 * `infected`     the subscriber's equipment was taken over;
 * `backup`, `server`, `speed-test`, `other-benign`   what it was instead; more of the same is no longer reported;
 * `data-fault`   the numbers were wrong.
 */
export const benignVerdicts = ['backup', 'server', 'speed-test', 'other-benign'] as const;
export const verdicts = ['infected', ...benignVerdicts, 'data-fault'] as const;
export type Verdict = (typeof verdicts)[number];

export type TriageAction =
  | { readonly type: 'acknowledged' }
  /** Null takes it from whoever had it. */
  | { readonly type: 'assigned'; readonly assignee: string | null }
  | { readonly type: 'commented' }
  | { readonly type: 'judged'; readonly verdict: Verdict }
  /** Takes back what the change of this id did to the anomaly. */
  | { readonly type: 'undone'; readonly change: string };

/** Who did something, when and why: common to everything that people do. */
export interface Act {
  /** Of the one request that made it: acts in bulk share it, and are undone by it. */
  readonly change: string;
  /** Name of the person. */
  readonly actor: string;
  /** By the machine's clock, unlike all times of the data. */
  readonly madeAt: EpochSeconds;
  /** Why, in the actor's words; empty when nothing was said. */
  readonly comment: string;
}

/** One act on one anomaly. */
export interface TriageEvent extends Act {
  readonly type: 'triaged';
  /** Place in the feed: the end of the newest slot closed when it was made, and a number after those of the detector's events. */
  readonly at: EpochSeconds;
  readonly ordinal: number;
  /** As it was when the act was made. */
  readonly anomaly: Anomaly;
  readonly action: TriageAction;
  /** Where the anomaly stands after it. */
  readonly after: Triage;
}

/** What the state follows from. */
export type TriageStep = Pick<TriageEvent, 'action' | 'actor' | 'change'>;

/** Where an anomaly stands after its acts. */
export interface Triage {
  /** How many acts there are; whoever acts names the version that he saw. */
  readonly version: number;
  readonly acknowledgedBy: string | null;
  readonly assignee: string | null;
  readonly verdict: Verdict | null;
}

export const untouched: Triage = { version: 0, acknowledgedBy: null, assignee: null, verdict: null };

export function isBenign(verdict: Verdict | null): boolean {
  return benignVerdicts.some((benign) => benign === verdict);
}

/** The state after the acts on one anomaly, given in their order. What was undone counts as an act, and does nothing. */
export function triageAfter(acts: readonly TriageStep[]): Triage {
  const undone = new Set(acts.flatMap(({ action }) => (action.type === 'undone' ? [action.change] : [])));
  const standing = acts.filter(({ change }) => !undone.has(change));
  return standing.reduce(
    (state, { action, actor }) => {
      if (action.type === 'acknowledged') return { ...state, acknowledgedBy: state.acknowledgedBy ?? actor };
      if (action.type === 'assigned') return { ...state, assignee: action.assignee };
      if (action.type === 'judged') return { ...state, verdict: action.verdict };
      return state;
    },
    { ...untouched, version: acts.length },
  );
}
