/** Sessions of the real world: hours to a week. Longer ones would only cost time when a world is entered in the middle. */
import type { SessionLengths } from '../session-line.ts';

export const realSessionLengths: SessionLengths = {
  shortestSeconds: 3 * 3600,
  longestSeconds: 7 * 86_400,
  blockSeconds: 21 * 86_400,
  spread: 'logarithmic',
};
