/** How fast pages come up, how much they shift, what they load and from where. */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
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

/** Gives, when called, gzipped bytes of all scripts that were loaded so far, early or late, and how many requests went to another origin than `origin`. */
function watchTraffic(page: Page, origin: string): () => Promise<Pick<Loading, 'scriptBytes' | 'requestsElsewhere'>> {
  const scripts: Promise<number>[] = [];
  let requestsElsewhere = 0;
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) requestsElsewhere++;
  });
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  return async () => ({ scriptBytes: (await Promise.all(scripts)).reduce((sum, n) => sum + n, 0), requestsElsewhere });
}

async function load(browser: Browser, origin: string, path: string): Promise<Loading> {
  return withVisit(browser, async ({ page }) => {
    await page.addInitScript(watchVitals);
    const traffic = watchTraffic(page, origin);
    await openPage(page, origin + path);
    const vitals = await page.evaluate(() => (globalThis as unknown as { vitals: Vitals }).vitals);
    return { ...vitals, ...(await traffic()) };
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
