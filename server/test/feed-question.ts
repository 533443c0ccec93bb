/** What tests ask of the feed of anomalies, and what it has to tell of the seeded history. */
import { comparePlaces, type FeedEntry } from '../src/domain/feed-entry.ts';
import type { SeededHistory } from './api-fixture.ts';
import { slotSeconds } from './history-commits.ts';

export const feedQuestion = `subscription ($after: String, $filter: AnomalyFilter) {
  anomalyEvents(after: $after, filter: $filter) {
    what: __typename cursor
    ... on AnomalyEvent { type anomaly { severity reason subscriber { number lastSeen } device { name } } }
    ... on Heartbeat { dataAsOf }
    ... on Gap { after reason message }
  }
}`;

export interface Told {
  readonly what: string;
  readonly cursor: string;
  readonly reason?: string;
  readonly anomaly?: { readonly severity: string; readonly subscriber: { readonly number: string } | null };
}

/** The entries up to the end of the newest slot, in their order. */
export function toldBy({ events, lastSlot }: SeededHistory): readonly FeedEntry[] {
  return events.filter(({ at }) => at <= lastSlot + slotSeconds).toSorted(comparePlaces);
}
