/** How long the page takes from an input to the picture that answers it, over what one does on most days. */
import type { Browser, Locator, Page } from 'playwright-core';
import { bounded, unbounded, type Figure } from './figure.ts';
import { openPage, withVisit } from './visit.ts';

/** Longest time to the next paint of each step, milliseconds; 0 where the browser saw none of 16 ms and more. */
type LongestByStep = Record<string, number>;
interface EventWatch {
  step: string;
  longest: LongestByStep;
}
type Step = readonly [what: string, act: (page: Page) => Promise<void>];

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

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const range = (page: Page, preset: string): Locator => page.getByRole('button', { name: preset, exact: true });
const link = (page: Page, name: RegExp): Locator => page.getByRole('navigation').getByRole('link', { name }).first();

const steps: readonly Step[] = [
  ['choose 7 days', (page) => range(page, '7d').click()],
  ['choose 24 hours', (page) => range(page, '24h').click()],
  ['show a chart as table', (page) => button(page, /^Show as table/).click()],
  ['back to the chart', (page) => button(page, /^Show as table/).click()],
  ['overlay the traffic', (page) => button(page, 'Overlaid').click()],
  ['open the search', (page) => page.keyboard.press('Control+k')],
  ['type into the search', (page) => page.keyboard.type('10')],
  ['close the search', (page) => page.keyboard.press('Escape')],
  ['hide the numbers', (page) => button(page, /numbers/i).click()],
  ['show the numbers', (page) => button(page, /numbers/i).click()],
  ['go to the anomalies', (page) => link(page, /^Anomalies/).click()],
  ['filter by status', (page) => page.getByRole('button', { name: 'Closed', exact: true }).click()],
  ['choose 30 days', (page) => range(page, '30d').click()],
  ['go to the subscribers', (page) => link(page, /^Subscribers/).click()],
  ['go to the devices', (page) => link(page, /^Devices/).click()],
  ['pause by the space bar', (page) => page.keyboard.press('Space')],
  ['go on by the space bar', (page) => page.keyboard.press('Space')],
];

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
    page.setDefaultTimeout(60_000);
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
      await page.waitForLoadState('networkidle');
      await settled(page);
    }
    return page.evaluate(() => (globalThis as unknown as { watch: EventWatch }).watch.longest);
  });
}

/** The worst of each round's worst steps would be the machine's: the median over rounds of each step, and of these the longest. */
export async function measureInteractions(browser: Browser, origin: string, rounds: number): Promise<Figure[]> {
  const runs: LongestByStep[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await perform(browser, origin));
  const middle = (what: string): number => {
    const values = runs.map((run) => run[what] ?? 0).toSorted((a, b) => a - b);
    return values[values.length >> 1]!;
  };
  const slowest = steps.map(([what]) => ({ what, duration: middle(what) })).toSorted((a, b) => b.duration - a.duration);
  const next = slowest.slice(1, 5).map(({ what, duration }) => `${what} ${duration} ms`);
  return [
    bounded(`longest of ${steps.length} interactions: ${slowest[0]!.what}`, slowest[0]!.duration, 100, 'ms'),
    unbounded('the next ones', next.join(', ')),
  ];
}
