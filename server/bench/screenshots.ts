/** `npm run screenshots`: every page of the dashboard in light, dark and on a phone, and the overview on a wall, of a simulated ISP. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../test/browser.ts';
import { addressOf, dashboardRoutes, findExamples, routeAsWord, type RouteExamples } from '../test/dashboard-routes.ts';
import { chromium } from '../test/programs.ts';
import type { RunningApp } from '../test/running-app.ts';
import { withSimulatedApp } from './simulated-app.ts';

const folder = join(import.meta.dirname, '../../screenshots');
const desk = { width: 1280, height: 800 };
const looks: Record<string, BrowserContextOptions> = {
  light: { viewport: desk, colorScheme: 'light' },
  dark: { viewport: desk, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true, isMobile: true },
};
const wall: BrowserContextOptions = { viewport: { width: 3840, height: 2160 }, colorScheme: 'dark' };

async function take(browser: Browser, url: string, options: BrowserContextOptions, name: string): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  // A busy machine takes longer than a browser waits by itself.
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
  // The live feed stays open, but is no request. A page that follows the simulated clock on a slow machine may never rest.
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  if (options !== wall) await showWhole(page);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  process.stdout.write(`${relative(process.cwd(), path)}\n`);
  await context.close();
}

/** A window as high as the page: on a picture of a page in a smaller one, bars that stay put would lie across the middle. */
async function showWhole(page: Page): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, whole) });
}

/** Mutes to look at, of a kind that nobody on the other pictures shows. */
async function makeMutes(app: RunningApp, examples: RouteExamples): Promise<void> {
  const { ingest, subscriber } = await app.query<{ ingest: { dataAsOf: string }; subscriber: { number: string } }>(
    'query ($id: ID!) { ingest { dataAsOf } subscriber(id: $id) { number } }',
    { id: examples.subscribers },
  );
  const until = new Date(Date.parse(ingest.dataAsOf) + 7 * 86_400_000).toISOString();
  const wanted = [
    { scope: { subscriber: subscriber.number }, reason: 'moves house, the line is quiet until he is back' },
    { scope: { cohort: 'of the network' }, reason: 'maintenance of the core routers' },
  ];
  for (const wish of wanted) {
    const input = { ...wish, kinds: ['SILENCE'], until };
    await app.query('mutation ($input: MuteInput!) { mute(input: $input) { change } }', { input });
  }
}

async function takeAll(browser: Browser, url: string, examples: RouteExamples): Promise<void> {
  for (const route of dashboardRoutes) {
    // Without accounts it leads to the overview.
    if (route === '/login') continue;
    const address = url + addressOf(route, examples);
    for (const [look, options] of Object.entries(looks))
      await take(browser, address, options, `${routeAsWord(route)}-${look}`);
  }
  await take(browser, `${url}/?kiosk=1`, wall, 'overview-wall');
}

if (chromium.path === null) {
  process.stderr.write(`${chromium.name} not found. To get it: ${chromium.remedy}\n`);
  process.exitCode = 69;
} else {
  // Old pictures of pages that are gone would look as if they were there.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser(chromium.path, '--hide-scrollbars');
  try {
    await withSimulatedApp([], async (app) => {
      const examples = await findExamples((document) => app.query(document));
      await makeMutes(app, examples);
      await takeAll(browser, app.url, examples);
    });
  } finally {
    await browser.close();
  }
}
