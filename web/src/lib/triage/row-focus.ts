/** The row of a list that has the focus: the one whose link, or anything else in it, has it. */

const linkOfRow = '[data-anomaly]';

function links(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(linkOfRow)];
}

const hasFocus = (link: HTMLElement) => link.closest('tr, li')?.contains(document.activeElement) === true;

/** Id of the anomaly in that row; null when no row has it. */
export const focusedId = (list: HTMLElement): string | null => links(list).find(hasFocus)?.dataset['anomaly'] ?? null;

/** To the next row or the one before, and no further than the ends; from outside to the first, or the last. */
export function stepFocus(list: HTMLElement, step: 1 | -1): void {
  const all = links(list);
  const at = all.findIndex(hasFocus);
  const next = at === -1 ? (step === 1 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next]?.focus();
}
