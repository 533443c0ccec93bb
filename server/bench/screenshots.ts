/** `npm run screenshots`: every page of the dashboard in light, dark and on a phone, and the overview on a wall, of a simulated ISP. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../test/browser.ts';
import { addressOf, dashboardRoutes, findExamples, routeAsWord, type RouteExamples } from '../test/dashboard-routes.ts';
import { chromium } from '../test/programs.ts';
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
  await page.goto(url);
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  // The live feed stays open, but is no request: what the page asked for is answered.
  await page.waitForLoadState('networkidle');
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

async function takeAll(browser: Browser, url: string, examples: RouteExamples): Promise<void> {
  for (const route of dashboardRoutes) {
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
    await withSimulatedApp([], async (app) =>
      takeAll(browser, app.url, await findExamples((document) => app.query(document))),
    );
  } finally {
    await browser.close();
  }
}
