/** The row of a list that has the focus: the one whose link, or anything else in it, has it. */

const rowOf = (link: HTMLElement): HTMLElement | null => link.closest('tr, li');

function linkOf(list: HTMLElement, id: string): HTMLElement | null {
  return list.querySelector<HTMLElement>(`[data-anomaly="${CSS.escape(id)}"]`);
}

/** Id of the anomaly in that row; null when no row has it. */
export function focusedId(list: HTMLElement): string | null {
  const links = [...list.querySelectorAll<HTMLElement>('[data-anomaly]')];
  const focused = links.find((link) => rowOf(link)?.contains(document.activeElement));
  return focused?.dataset['anomaly'] ?? null;
}

/** The whole row comes into view, and not only its link. */
export function focusRow(list: HTMLElement, id: string): void {
  const link = linkOf(list, id);
  link?.focus({ preventScroll: true });
  if (link) rowOf(link)?.scrollIntoView({ block: 'nearest' });
}
