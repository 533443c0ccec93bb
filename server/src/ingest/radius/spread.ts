/** Shares the traffic between two readings of a session out over the slots, by time: reports do not fall on their borders. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { ReceivedRecord } from '../../history/received.ts';

/** What a session moved in the interval from `from` up to `to`, which is later. */
export interface Traffic {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface TrafficOwner {
  readonly device: string;
  readonly subscriber: string;
  readonly session: number;
}

/**
 * One record a slot, in order; in whole bytes that add up to the traffic. A record begins where its share does: what one
 * session tells twice of the same time, because it was not known to be kept, replaces itself. Where reports are missing between
 * the two readings (`isGap`), the shares of several slots are estimates.
 */
export function spread(traffic: Traffic, owner: TrafficOwner, slotSeconds: number, isGap: boolean): ReceivedRecord[] {
  const { from, to, upBytes, downBytes } = traffic;
  const records: ReceivedRecord[] = [];
  const isOfOneSlot = Math.floor(from / slotSeconds) === Math.floor((to - 1) / slotSeconds);
  let upBefore = 0;
  let downBefore = 0;
  for (let startedAt = from; startedAt < to;) {
    const slotEnd = (Math.floor(startedAt / slotSeconds) + 1) * slotSeconds;
    const until = Math.min(slotEnd, to);
    const part = (until - from) / (to - from);
    const up = Math.round(upBytes * part);
    const down = Math.round(downBytes * part);
    records.push({
      form: 'accounting',
      device: owner.device,
      snapshotAt: slotEnd,
      subscriber: owner.subscriber,
      session: owner.session,
      startedAt,
      endedAt: slotEnd,
      ageSeconds: until - startedAt,
      up: up - upBefore,
      down: down - downBefore,
      ...(isGap && !isOfOneSlot && { estimated: true }),
    });
    upBefore = up;
    downBefore = down;
    startedAt = until;
  }
  return records;
}
