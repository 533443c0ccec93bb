/** What people give with an act, checked: whatever makes no sense is refused by the name of its argument. */
import { isPersonName, longestName } from '../domain/person-name.ts';
import type { Target } from '../triage/triage-desk.ts';
import { builder } from './builder.ts';
import { clientError } from './errors.ts';
import { keyOfNode } from './node.ts';
import type { Sealer } from './sealed-text.ts';

export const mostTargets = 500;
export const longestText = 2000;

export const AnomalyVersionRef = builder.inputType('AnomalyVersionInput', {
  description: 'An anomaly, and how much of what was done to it you have seen.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The `id` of the anomaly.' }),
    version: t.int({
      required: true,
      description: 'Its `triage.version` as you saw it. When somebody has acted since, nothing is done to this one.',
    }),
  }),
});

export const anomaliesDescription = `Which anomalies, at most ${mostTargets}, more is the error PAGE_TOO_LARGE. One that can't be acted on does not keep the others from it.`;
export const commentDescription = `Why, for whoever reads it later; at most ${longestText} characters.`;

/** An id that is no anomaly's becomes one that history does not have. */
export function targetsOf(anomalies: readonly (typeof AnomalyVersionRef.$inferInput)[], sealer: Sealer): Target[] {
  if (anomalies.length > mostTargets) {
    throw clientError(
      'PAGE_TOO_LARGE',
      `"anomalies" has ${anomalies.length} entries; at most ${mostTargets} are taken`,
    );
  }
  return anomalies.map(({ id, version }) => ({ id: keyOfNode('Anomaly', id, sealer) ?? '', version }));
}

export function checkedComment(argument: string, given: string | null | undefined): string {
  return checkedText(argument, given ?? '', 0, longestText);
}

/** At least one character that is no blank. */
export function checkedReason(argument: string, given: string): string {
  return checkedText(argument, given, 1, longestText);
}

export function checkedText(argument: string, given: string, least: number, most: number): string {
  if (given.trim().length >= least && given.length <= most) return given;
  throw refused(argument, given, `${least} to ${most} characters`);
}

export function checkedName(argument: string, given: string): string {
  if (isPersonName(given)) return given;
  throw refused(argument, given, `a name of 1 to ${longestName} printable characters, with no blank at either end`);
}

function refused(argument: string, given: string, expected: string) {
  const shown = given.length > 40 ? `${given.slice(0, 40)}…` : given;
  const length = given.length > 40 ? ` (${given.length} characters)` : '';
  return clientError('BAD_USER_INPUT', `"${argument}" is ${JSON.stringify(shown)}${length}; expected ${expected}`);
}
