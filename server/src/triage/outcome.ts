/** How requests of people end, each expected end a case of its own. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { MuteState } from '../history/triage-history.ts';

/** Of one anomaly. In every case but the first nothing was done to it. */
export type TriageOutcome =
  | { readonly type: 'triaged'; readonly anomaly: Anomaly }
  /** Somebody has acted since: the version is the present one. */
  | { readonly type: 'conflict'; readonly anomaly: Anomaly; readonly given: number; readonly version: number }
  | { readonly type: 'not-found'; readonly id: string };

export interface TriageResult {
  /** By which it can be undone; null when nothing was done. */
  readonly change: string | null;
  /** In the order of the targets. */
  readonly outcomes: readonly TriageOutcome[];
}

export interface MuteChanged {
  readonly type: 'mute-changed';
  readonly change: string;
  readonly mute: MuteState;
}

export type EndMuteResult =
  MuteChanged | { readonly type: 'not-found' } | { readonly type: 'already-ended'; readonly mute: MuteState };

export type UndoResult =
  | {
      readonly type: 'undone';
      readonly change: string;
      /** What it was undone on. */
      readonly anomalies: readonly Anomaly[];
      readonly mutes: readonly MuteState[];
    }
  | { readonly type: 'refused'; readonly reason: 'not-found' | 'already-undone' | 'is-an-undo' };
