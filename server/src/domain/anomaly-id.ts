/** The identity of an anomaly: a hash of subscriber, kind and opening slot, so that a replay makes the same one. */
import type { AnomalyKind } from './anomaly.ts';
import { textHash } from './text-hash.ts';
import type { EpochSeconds } from './traffic.ts';

/** 16 hexadecimal digits of the hash of `kind\nopenedAt\nsubscriber`. */
export function anomalyId(subscriber: string, kind: AnomalyKind, openedAt: EpochSeconds): string {
  return textHash(`${kind}\n${openedAt}\n${subscriber}`).toString(16).padStart(16, '0');
}
