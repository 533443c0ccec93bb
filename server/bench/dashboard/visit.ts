/** A browser that knows nothing yet, on a processor four times slower than this one. */
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';

export const slowDown = 4;
/** Machines with two busy cores take their time. */
const patienceMs = 120_000;

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
  context.setDefaultTimeout(patienceMs);
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowedBy });
    return await use({ page, devTools });
  } finally {
    await context.close();
  }
}

/** Runs in the page: whether it is live, and whether no part of it waits for an answer any more. */
function isDrawn(): boolean {
  const isLive = [...document.querySelectorAll('[role=status]')].some(({ textContent }) =>
    /Live|Paused/.test(textContent),
  );
  return isLive && document.querySelector('main h1') !== null && document.querySelector('main .skeleton') === null;
}

const looks = 3;
const lookPeriodMs = 200;

/** Waits until the page is drawn and stays so. Looks seldom: who looks all the time slows down what he measures. */
export async function untilDrawn(page: Page): Promise<void> {
  for (let seen = 0; seen < looks;) {
    await new Promise((resolve) => setTimeout(resolve, lookPeriodMs));
    seen = (await page.evaluate(isDrawn)) ? seen + 1 : 0;
  }
}

/** Goes there and waits until the page is live and has the answers it asked for. */
export async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await untilDrawn(page);
}
