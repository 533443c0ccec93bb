/** Sessions of the flat world, as measured: 1 to 20 hours, evenly. */
import type { SessionLengths } from '../session-line.ts';

export const flatSessionLengths: SessionLengths = {
  shortestSeconds: 3600,
  longestSeconds: 20 * 3600,
  blockSeconds: 5 * 86_400,
  spread: 'even',
};
