/** How improbable something is, as text. */
import { fewestDigits } from './digits.ts';

/** Beyond that nothing is known: it is improbable, and that is all. */
const mostDays = 1e9;

/** "1 in 25,000 days", two digits of it; an em dash where it is no chance. */
export function formatOneIn(oneInDays: number | null | undefined): string {
  if (oneInDays === null || oneInDays === undefined) return '—';
  if (oneInDays > mostDays) return '1 in > 1 billion days';
  return `1 in ${fewestDigits(oneInDays, 2)} ${oneInDays < 1.5 ? 'day' : 'days'}`;
}
