/** The identity of an anomaly: a hash of rule, subscriber, kind and opening slot, so that a replay makes the same one. */
import type { AnomalyKind } from './anomaly.ts';
import { textHash } from './text-hash.ts';
import type { EpochSeconds } from './traffic.ts';

/** 16 hexadecimal digits of the hash of `ruleVersion\nkind\nopenedAt\nsubscriber`: two rules tell different things of one stretch. */
export function anomalyId(ruleVersion: string, subscriber: string, kind: AnomalyKind, openedAt: EpochSeconds): string {
  return textHash(`${ruleVersion}\n${kind}\n${openedAt}\n${subscriber}`).toString(16).padStart(16, '0');
}
