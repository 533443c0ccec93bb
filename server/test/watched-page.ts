/** A browser whose pages are watched: an error in the console or a request to somebody else fails the test. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser } from './browser.ts';

export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Goes to a page of the dashboard and waits until it is live. */
  open(path: string): Promise<void>;
  /** What the test breaks on purpose the browser complains of: complaints with this text do not fail it. */
  expectComplaint(text: string): void;
}

/** Call within a `describe`: its tests get a fresh context each. `origin` is asked once they run. */
export function useWatchedPage(
  executablePath: string,
  origin: () => string,
  options: BrowserContextOptions = {},
): WatchedPage {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let requested: string[] = [];
  let mistakes: string[] = [];
  let expected: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    page = await context.newPage();
    [requested, mistakes, expected] = [[], [], []];
    page.on('request', (request) => requested.push(request.url()));
    page.on('pageerror', (error) => mistakes.push(error.message));
    page.on('console', (message) => message.type() === 'error' && mistakes.push(message.text()));
  });
  afterEach(async () => {
    // What a test answers in the server's place may be under way still.
    await Promise.all(context.pages().map((one) => one.unrouteAll({ behavior: 'ignoreErrors' })));
    await context.close();
    expect(mistakes.filter((mistake) => !expected.some((text) => mistake.includes(text)))).toEqual([]);
    const elsewhere = requested.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(origin()));
    expect(elsewhere).toEqual([]);
  });

  return {
    get page() {
      return page;
    },
    get context() {
      return context;
    },
    async open(path) {
      await page.goto(origin() + path);
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    },
    expectComplaint: (text) => void expected.push(text),
  };
}
