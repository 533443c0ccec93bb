/** Where a popover goes: under what opened it, the right edges in line, or above where there is no room; within the window. */

const gap = 4;
const margin = 8;

export function placeUnder(panel: HTMLElement, opener: HTMLElement): void {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = Math.max(margin, Math.min(at.right - width, innerWidth - width - margin));
  const below = at.bottom + gap;
  const top = below + height > innerHeight - margin ? Math.max(margin, at.top - gap - height) : below;
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}
