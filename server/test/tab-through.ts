/** A reader who goes through a page by Tab: whether he sees what has the focus, or a bar that stands still over the page covers it. */
import type { Page } from 'playwright-core';

/** Runs in the page: the focused element and by which bar that stands still it is covered; null when the focus left the page. */
function focused(): { readonly what: string; readonly coveredBy: string[] } | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // What is hit may be the label around it, and be larger.
  const box = element.getBoundingClientRect();
  const tolerance = 1;
  const covers = (bar: Element): boolean => {
    const over = bar.getBoundingClientRect();
    const [top, bottom] = [Math.max(over.top, box.top), Math.min(over.bottom, box.bottom)];
    const [left, right] = [Math.max(over.left, box.left), Math.min(over.right, box.right)];
    if (bottom - top <= tolerance || right - left <= tolerance) return false;
    return bar.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  };
  const bars = [...document.querySelectorAll('body *')].filter((bar) => {
    const { position, pointerEvents } = getComputedStyle(bar);
    return (position === 'sticky' || position === 'fixed') && pointerEvents !== 'none' && bar.checkVisibility();
  });
  const coveredBy = bars.filter((bar) => !bar.contains(element) && !element.contains(bar) && covers(bar));
  const describe = (of: Element) => of.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 150);
  if (box.bottom < 0 || box.top > innerHeight)
    return { what: describe(element), coveredBy: ['the edge of the window'] };
  return { what: describe(element), coveredBy: coveredBy.map(describe) };
}

/** Goes on from element to element until the focus leaves the page, or so many steps; what was covered on the way. */
export async function tabThrough(
  page: Page,
  key: 'Tab' | 'Shift+Tab',
  mostSteps = 400,
): Promise<{ steps: number; covered: unknown[] }> {
  const covered: unknown[] = [];
  for (let steps = 0; steps < mostSteps; steps++) {
    await page.keyboard.press(key);
    const at = await page.evaluate(focused);
    if (at === null) return { steps, covered };
    if (at.coveredBy.length > 0) covered.push(at);
  }
  return { steps: mostSteps, covered };
}
