/** A browser that knows nothing yet, on a processor four times slower than this one. */
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';

export const slowDown = 4;

export interface Visit {
  readonly page: Page;
  readonly devTools: CDPSession;
}

/** Calls `use` with a page of a fresh context: cold cache, nothing stored. */
export async function withVisit<Result>(
  browser: Browser,
  use: (visit: Visit) => Promise<Result>,
  { slowedBy = slowDown, ...options }: BrowserContextOptions & { slowedBy?: number } = {},
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowedBy });
    return await use({ page, devTools });
  } finally {
    await context.close();
  }
}

/** Goes there and waits until the page is live and has the answers it asked for. */
export async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await page.waitForLoadState('networkidle');
}
