/** Numbers of the subscribers whose pages were open: addresses do not have them. Nothing of it outlives the tab. */
import { shownSubscriber } from '#lib/privacy/shown-subscriber.ts';

const numbers = new Map<string, string>();

export const knowNumber = (id: string, number: string): void => void numbers.set(id, number);

/** How the subscriber of an id is called on screen; null for who was not looked at in this tab. */
export function shownOfId(id: string): string | null {
  const number = knownNumber(id);
  return number === null ? null : shownSubscriber(number);
}

/** Null for who was not looked at in this tab. */
export const knownNumber = (id: string): string | null => numbers.get(id) ?? null;
