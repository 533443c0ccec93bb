/** Says in one sentence why a device's anomaly is one. */
import type { AnomalyKind } from './anomaly.ts';
import { clock, volume } from './explanation.ts';
import type { EpochSeconds } from './traffic.ts';

interface Seen {
  readonly subscribers: number;
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
  readonly shift: number;
}

export function explainDevice(
  kind: AnomalyKind,
  slotStart: EpochSeconds,
  slotSeconds: number,
  seen: Seen,
  usual: { readonly subscribers: number },
): string {
  const when = `between ${clock(slotStart)} and ${clock(slotStart + slotSeconds).slice(11)}`;
  const usually = Math.round(usual.subscribers).toLocaleString('en-US');
  if (kind === 'device-outage') {
    return `${seen.subscribers.toLocaleString('en-US')} subscribers seen ${when}, usually ${usually}.`;
  }
  const total = volume((seen.upBytesPerSecond + seen.downBytesPerSecond) * slotSeconds);
  const times = Number(Math.exp(seen.shift).toPrecision(2));
  return `Half of its ${seen.subscribers.toLocaleString('en-US')} subscribers moved ${times} times their usual volume or ${seen.shift > 0 ? 'more' : 'less'} ${when}, ${total} in all.`;
}
