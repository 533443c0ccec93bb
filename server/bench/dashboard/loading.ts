/** How fast pages come up, how much they shift, what they load and from where. */
import type { Browser, Page } from 'playwright-core';
import { watchScripts } from '../../test/loaded-scripts.ts';
import { median } from '../quantile.ts';
import { atMost, type Figure } from './figure.ts';
import { openPage, withVisit } from './visit.ts';

interface Loading {
  /** Milliseconds after the address was entered. */
  readonly largestPaint: number;
  readonly shift: number;
  readonly scriptBytes: number;
  readonly requestsElsewhere: number;
}

interface Vitals {
  largestPaint: number;
  shift: number;
}
type ShiftEntry = PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean };

/** Runs in the page before anything of it. */
function watchVitals(): void {
  const vitals: Vitals = { largestPaint: Number.NaN, shift: 0 };
  Object.assign(globalThis, { vitals });
  new PerformanceObserver((list) => {
    vitals.largestPaint = list.getEntries().at(-1)?.startTime ?? vitals.largestPaint;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as ShiftEntry[]) if (!entry.hadRecentInput) vitals.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Gives, when called, how many requests went to another origin than `origin`. */
function watchRequestsElsewhere(page: Page, origin: string): () => number {
  let requestsElsewhere = 0;
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) requestsElsewhere++;
  });
  return () => requestsElsewhere;
}

async function load(browser: Browser, origin: string, path: string): Promise<Loading> {
  return withVisit(browser, async ({ page }) => {
    await page.addInitScript(watchVitals);
    const scriptBytes = watchScripts(page);
    const requestsElsewhere = watchRequestsElsewhere(page, origin);
    await openPage(page, origin + path);
    const vitals = await page.evaluate(() => (globalThis as unknown as { vitals: Vitals }).vitals);
    return { ...vitals, scriptBytes: await scriptBytes(), requestsElsewhere: requestsElsewhere() };
  });
}

/** Of each path by its name, the first of which is where one starts. */
export async function measureLoading(
  browser: Browser,
  origin: string,
  paths: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Figure[]> {
  const names = Object.keys(paths);
  const loadings = new Map<string, Loading[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of names) loadings.get(name)!.push(await load(browser, origin, paths[name]!));
  const all = [...loadings.values()].flat();
  const first = loadings.get(names[0]!)!;
  const times = [...loadings].flatMap(([name, runs]) => [
    atMost(`LCP, ${name}`, median(runs.map((run) => run.largestPaint)), 1500, { unit: 'ms' }),
    atMost(`CLS, ${name}`, median(runs.map((run) => run.shift)), 0.02, { unit: '', digits: 3 }),
  ]);
  return [
    ...times,
    atMost('JavaScript of the first route, gzip', median(first.map((run) => run.scriptBytes)) / 1000, 130, {
      unit: 'KB',
    }),
    atMost('requests to other origins', Math.max(...all.map((run) => run.requestsElsewhere)), 0, { unit: '' }),
  ];
}
