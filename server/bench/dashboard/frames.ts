/** Whether a page keeps up with the hand: time between frames while a month is read, moved along, and lists are scrolled. */
import type { Browser, Page } from 'playwright-core';
import { median, quantile, unbounded, type Figure } from './figure.ts';
import { openPage, withVisit } from './visit.ts';

const swept = 80;
const shifts = 6;

interface FrameWatch {
  frames: number[];
  running: boolean;
}

/** Milliseconds between the frames that are drawn while `act` runs. */
async function framesDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frameWatch: FrameWatch = { frames: [], running: true };
    Object.assign(globalThis, { frameWatch });
    let before = performance.now();
    const next = (now: number): void => {
      frameWatch.frames.push(now - before);
      before = now;
      if (frameWatch.running) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await act();
  return page.evaluate(() => {
    const { frameWatch } = globalThis as unknown as { frameWatch: FrameWatch };
    frameWatch.running = false;
    return frameWatch.frames.slice(1);
  });
}

const say = (what: string, frames: readonly number[]): Figure =>
  unbounded(
    `frame time, ${what}`,
    `median ${median(frames).toFixed(1)} ms, p95 ${quantile(frames, 0.95).toFixed(1)} ms`,
  );

async function sweep(page: Page): Promise<void> {
  const box = await page
    .getByRole('img', { name: /upload/i })
    .first()
    .boundingBox();
  if (box === null) throw new Error('There is no chart of upload to move along');
  const y = box.y + box.height / 2;
  for (let n = 0; n <= swept; n++) await page.mouse.move(box.x + (box.width * n) / swept, y);
}

async function shiftBack(page: Page): Promise<void> {
  for (let n = 0; n < shifts; n++) {
    await page.getByRole('button', { name: n % 2 === 0 ? 'Earlier' : 'Later', exact: true }).click();
    await page.waitForLoadState('networkidle');
  }
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(640, 400);
  for (let n = 0; n < swept; n++) await page.mouse.wheel(0, n < swept / 2 ? 120 : -120);
}

/** With the processor slowed down like everything else. */
export async function measureFrames(browser: Browser, origin: string, subscriber: string): Promise<Figure[]> {
  return withVisit(browser, async ({ page }) => {
    await openPage(page, `${origin}/subscribers/${subscriber}?range=30d`);
    const reading = await framesDuring(page, () => sweep(page));
    const moving = await framesDuring(page, () => shiftBack(page));
    await openPage(page, `${origin}/anomalies?range=30d`);
    const lane = await page.locator('canvas').count();
    const scrolling = await framesDuring(page, () => scroll(page));
    return [
      say('a pointer along 30 days of a subscriber', reading),
      say('30 days of a subscriber moved to and fro', moving),
      say(`30 days of anomalies scrolled, ${lane > 0 ? 'with' : 'no'} swim lane on the page`, scrolling),
    ];
  });
}
