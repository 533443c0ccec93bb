/** What the feed of anomalies tells, in one order: what the detector found, and what people did about it. */
import type { AnomalyEvent } from './anomaly.ts';
import type { MuteEvent } from './suppression.ts';
import type { TriageEvent } from './triage.ts';

/** What somebody did. */
export type ActEntry = TriageEvent | MuteEvent;
export type FeedEntry = AnomalyEvent | ActEntry;

/** An act before it has its place in the feed. */
export type ActDraft = Omit<TriageEvent, keyof FeedPlace> | Omit<MuteEvent, keyof FeedPlace>;

/** Where an entry stands in the feed. */
export type FeedPlace = Pick<FeedEntry, 'at' | 'ordinal'>;

/**
 * Acts of people get ordinals from here on: they come after the detector's events of the same `at`. No slot has as many
 * events, and a table holds it in 32 bits.
 */
export const firstActOrdinal = 2 ** 31;

export function isAct(entry: FeedEntry): entry is ActEntry {
  return entry.type === 'triaged' || entry.type === 'muted' || entry.type === 'unmuted';
}

/** Both numbers of a place fit into 32 bits. */
const largestNumber = 2 ** 32 - 1;

/** The change that the act takes back; null when it takes none back. */
export function undoneBy(act: ActDraft): string | null {
  if (act.type !== 'triaged') return act.undoes;
  return act.action.type === 'undone' ? act.action.change : null;
}

/** The place as text: opaque to clients, unique within a history. */
export function cursorOf({ at, ordinal }: FeedPlace): string {
  return `${at}-${ordinal}`;
}

/** Null for a text that `cursorOf` never gives. */
export function placeOf(cursor: string): FeedPlace | null {
  const [, at, ordinal] = /^(0|[1-9]\d{0,9})-(0|[1-9]\d{0,9})$/.exec(cursor) ?? [];
  if (at === undefined || ordinal === undefined) return null;
  const place = { at: Number(at), ordinal: Number(ordinal) };
  return place.at > largestNumber || place.ordinal > largestNumber ? null : place;
}

/** Negative when `a` comes before `b`. */
export function comparePlaces(a: FeedPlace, b: FeedPlace): number {
  return a.at - b.at || a.ordinal - b.ordinal;
}
