/** How long the page takes from an input to the picture that answers it, over what one does on most days. */
import type { Browser, Page } from 'playwright-core';
import { median } from '../quantile.ts';
import { atMost, withoutAim, type Figure } from './figure.ts';
import { steps } from './steps.ts';
import { openPage, untilDrawn, withVisit } from './visit.ts';

/** Longest time to the next paint of each step, milliseconds; 0 where the browser saw none of 16 ms and more. */
type LongestByStep = Record<string, number>;
interface EventWatch {
  step: string;
  longest: LongestByStep;
}

/** Runs in the page before anything of it. */
function watchEvents(): void {
  const watch: EventWatch = { step: '', longest: {} };
  Object.assign(globalThis, { watch });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { readonly interactionId: number })[])
      if (entry.interactionId > 0 && watch.step !== '')
        watch.longest[watch.step] = Math.max(watch.longest[watch.step] ?? 0, entry.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}

/** The browser tells of an event in the frame after the picture: two frames later and idle, all of the step was told. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => resolve()))),
      ),
  );

async function perform(browser: Browser, origin: string): Promise<LongestByStep> {
  return withVisit(browser, async ({ page }) => {
    await page.addInitScript(watchEvents);
    await openPage(page, `${origin}/`);
    for (const [what, act] of steps) {
      await page.evaluate((step) => {
        const { watch } = globalThis as unknown as { watch: EventWatch };
        watch.step = step;
        watch.longest[step] = 0;
      }, what);
      await act(page);
      await settled(page);
      await untilDrawn(page);
      await settled(page);
    }
    return page.evaluate(() => (globalThis as unknown as { watch: EventWatch }).watch.longest);
  });
}

/** The worst of each round's worst steps would be the machine's: the median over rounds of each step, and of these the longest. */
export async function measureInteractions(browser: Browser, origin: string, rounds: number): Promise<Figure[]> {
  const runs: LongestByStep[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await perform(browser, origin));
  const slowest = steps
    .map(([what]) => ({ what, duration: median(runs.map((run) => run[what] ?? 0)) }))
    .toSorted((a, b) => b.duration - a.duration);
  const next = slowest.slice(1, 6).map(({ what, duration }) => `${what} ${duration} ms`);
  return [
    atMost(`longest of ${steps.length} interactions: ${slowest[0]!.what}`, slowest[0]!.duration, 100, { unit: 'ms' }),
    withoutAim('the next ones', next.join(', ')),
  ];
}
