/** What is left to say of a subscriber whose row expired while something that names him is still there. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { SubscriberRow } from '../history/history.ts';

export function bareSubscriber(subscriber: string, seenAt: EpochSeconds, device = ''): SubscriberRow {
  return { subscriber, firstSeen: seenAt, lastSeen: seenAt, device };
}
