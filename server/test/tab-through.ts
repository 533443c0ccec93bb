/** A reader who goes through a page by Tab: whether he sees what has the focus, or a bar that stands still over the page covers it. */
import type { Page } from 'playwright-core';

/** Runs in the page: the focused element and the bars that stand still over a side or the middle of it; null when the focus left the page. */
function focused(): { readonly what: string; readonly coveredBy: string[] } | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const describe = (of: Element) => of.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 150);
  if (bottom < 0 || top > innerHeight) return { what: describe(element), coveredBy: ['the edge of the window'] };
  // A line that two share is nobody's.
  const edge = 1.5;
  const [middle, centre] = [(left + right) / 2, (top + bottom) / 2];
  // Corners may be round.
  const points = [
    ...[top + edge, centre, bottom - edge].map((y) => [middle, y]),
    ...[left + edge, right - edge].map((x) => [x, centre]),
  ];
  const standsStill = (one: Element) => ['sticky', 'fixed'].includes(getComputedStyle(one).position);
  const bars = new Set<Element>();
  for (const [x, y] of points) {
    // What is hit may be the label around it, and be larger.
    for (let hit = document.elementFromPoint(x!, y!); hit !== null && !hit.contains(element); hit = hit.parentElement) {
      if (standsStill(hit) && !element.contains(hit)) bars.add(hit);
    }
  }
  return { what: describe(element), coveredBy: [...bars].map(describe) };
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
