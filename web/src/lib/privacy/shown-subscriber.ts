/** How a subscriber is called on screen: by his number, or by a name that stands for it while numbers are hidden. */
import { preferences } from '#lib/preferences/preferences.ts';
import { Pseudonyms } from './pseudonym.ts';

const saltKey = 'tidewatch-pseudonyms';

/** As long as the tab lives, so that a reload changes no name. */
function saltOfSession(): string {
  const fresh = crypto.getRandomValues(new Uint32Array(2)).join('-');
  try {
    const kept = sessionStorage.getItem(saltKey);
    if (kept !== null) return kept;
    sessionStorage.setItem(saltKey, fresh);
  } catch {
    // Storage may be forbidden: the names then last as long as the page.
  }
  return fresh;
}

const pseudonyms = new Pseudonyms(saltOfSession());

/** Whatever shows a subscriber's number shows this instead; it follows the switch. */
export const shownSubscriber = (number: string): string =>
  preferences.privacy.current === 'on' ? pseudonyms.of(number) : number;
