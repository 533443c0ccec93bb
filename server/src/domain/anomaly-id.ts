/** The identity of an anomaly: a hash of subscriber, kind and opening slot, so that a replay makes the same one. */
import type { AnomalyKind } from './anomaly.ts';
import type { EpochSeconds } from './traffic.ts';

const basis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** 16 hexadecimal digits: FNV-1a of 64 bits over the UTF-8 of `kind\nopenedAt\nsubscriber`. */
export function anomalyId(subscriber: string, kind: AnomalyKind, openedAt: EpochSeconds): string {
  let hash = basis;
  for (const byte of new TextEncoder().encode(`${kind}\n${openedAt}\n${subscriber}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  }
  return hash.toString(16).padStart(16, '0');
}
