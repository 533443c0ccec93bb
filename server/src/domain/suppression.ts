/** What keeps an anomaly from being reported: a mute, or the benign verdict on one like it. Both reach back as well as forward. */
import type { Anomaly, AnomalyKind } from './anomaly.ts';
import { isBenign, type Act, type TriageEvent } from './triage.ts';
import type { BytesPerSecond, EpochSeconds } from './traffic.ts';

/** A subscriber, or everybody who is compared with the same others (`Comparison.cohort`). */
export type MuteScope = { readonly subscriber: string } | { readonly cohort: string };

export interface Mute {
  readonly id: string;
  readonly scope: MuteScope;
  /** Which kinds; all when empty. */
  readonly kinds: readonly AnomalyKind[];
  /** Anomalies that opened before it, by the data's clock, are muted. */
  readonly until: EpochSeconds;
}

/** A mute was made, or taken back. */
export interface MuteEvent extends Act {
  readonly type: 'muted' | 'unmuted';
  /** Place in the feed, as of a `TriageEvent`. */
  readonly at: EpochSeconds;
  readonly ordinal: number;
  readonly mute: Mute;
  /** The change that it takes back; null when it takes none back. */
  readonly undoes: string | null;
}

/** One rule that suppresses anomalies. */
export interface Suppression {
  /** The id of the mute, or of the anomaly that was found benign: one each. */
  readonly id: string;
  readonly cause: 'mute' | 'verdict';
  readonly scope: MuteScope;
  /** All when empty. */
  readonly kinds: readonly AnomalyKind[];
  /** Null: for ever. */
  readonly until: EpochSeconds | null;
  /** Faster ones are not the same thing, and are reported; null without a limit. */
  readonly mostUp: BytesPerSecond | null;
  readonly mostDown: BytesPerSecond | null;
}

/** Up to so many times as fast as the anomaly that was found benign, another one counts as the same thing. */
export const sameThingFactor = 1.5;

export function suppressionByMute({ id, scope, kinds, until }: Mute): Suppression {
  return { id, cause: 'mute', scope, kinds, until, mostUp: null, mostDown: null };
}

/** What a benign verdict suppresses: anomalies of the same subscriber and kind that were not much faster. Null for a device's anomaly. */
export function suppressionByVerdict(anomaly: Anomaly): Suppression | null {
  const { id, subscriber, kind, upBytesPerSecond, downBytesPerSecond } = anomaly;
  if (subscriber === null) return null;
  return {
    id,
    cause: 'verdict',
    scope: { subscriber },
    kinds: [kind],
    until: null,
    mostUp: (upBytesPerSecond * sameThingFactor) as BytesPerSecond,
    mostDown: (downBytesPerSecond * sameThingFactor) as BytesPerSecond,
  };
}

/** Whether a suppression stands from an act on. */
export interface SuppressionChange {
  readonly suppression: Suppression;
  readonly active: boolean;
  /** The anomaly that a verdict is on was found infected: it is reported, whatever suppresses others like it. */
  readonly isInfected: boolean;
  /** Who, when and why, and its place in the feed. */
  readonly act: Act & Pick<MuteEvent, 'at' | 'ordinal'>;
}

/** What an act does to suppression: null when nothing. */
export function suppressionChangeOf(entry: TriageEvent | MuteEvent): SuppressionChange | null {
  const { change, actor, madeAt, comment, at, ordinal } = entry;
  const act = { change, actor, madeAt, comment, at, ordinal };
  if (entry.type !== 'triaged') {
    return { suppression: suppressionByMute(entry.mute), active: entry.type === 'muted', isInfected: false, act };
  }
  const { action, anomaly, after } = entry;
  if (action.type !== 'judged' && action.type !== 'undone') return null;
  const suppression = suppressionByVerdict(anomaly);
  if (suppression === null) return null;
  return { suppression, active: isBenign(after.verdict), isInfected: after.verdict === 'infected', act };
}

/** Whether a mute stands after the acts on it, given in their order. What was undone does nothing. */
export function isMuting(acts: readonly Pick<MuteEvent, 'type' | 'change' | 'undoes'>[]): boolean {
  const undone = new Set(acts.map(({ undoes }) => undoes));
  return acts.findLast(({ change, undoes }) => undoes === null && !undone.has(change))?.type === 'muted';
}

export type Suppressible = Pick<
  Anomaly,
  'subscriber' | 'comparison' | 'kind' | 'openedAt' | 'upBytesPerSecond' | 'downBytesPerSecond'
>;

export function suppresses({ scope, kinds, until, mostUp, mostDown }: Suppression, anomaly: Suppressible): boolean {
  const concerns =
    'subscriber' in scope
      ? anomaly.subscriber === scope.subscriber
      : anomaly.subscriber !== null && anomaly.comparison?.cohort === scope.cohort;
  return (
    concerns &&
    (kinds.length === 0 || kinds.includes(anomaly.kind)) &&
    (until === null || anomaly.openedAt < until) &&
    (mostUp === null || anomaly.upBytesPerSecond <= mostUp) &&
    (mostDown === null || anomaly.downBytesPerSecond <= mostDown)
  );
}
