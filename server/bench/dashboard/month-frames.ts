/** Frames while a month of one subscriber is read and moved along: 4,320 slots in each of four charts. */
import type { Browser, ElementHandle, Page } from 'playwright-core';
import { framesDuring, framesFigure } from './frames.ts';
import type { Figure } from './figure.ts';
import { openPage, untilDrawn, withVisit } from './visit.ts';

const moves = 240;
const shifts = 6;

async function sweep(page: Page): Promise<void> {
  const box = await page
    .getByRole('img', { name: /upload/i })
    .first()
    .boundingBox();
  if (box === null) throw new Error('There is no chart of upload to move along');
  const y = box.y + box.height / 2;
  for (let n = 0; n <= moves; n++) await page.mouse.move(box.x + (box.width * n) / moves, y);
}

/** To press it without looking for it each time: that would take the page longer than what it does then. */
async function buttonOf(page: Page, name: string): Promise<ElementHandle<HTMLElement>> {
  const button = await page.getByRole('button', { name, exact: true }).elementHandle();
  return button as ElementHandle<HTMLElement>;
}

async function shift(page: Page, buttons: readonly ElementHandle<HTMLElement>[]): Promise<void> {
  for (let n = 0; n < shifts; n++) {
    await buttons[n % buttons.length]!.evaluate((button) => button.click());
    await untilDrawn(page);
  }
}

/** `subscriber` has a month of history. */
export async function measureMonth(browser: Browser, origin: string, subscriber: string): Promise<Figure[]> {
  return withVisit(browser, async ({ page }) => {
    await openPage(page, `${origin}/subscribers/${subscriber}?range=30d`);
    const reading = await framesDuring(page, () => sweep(page));
    const buttons = [await buttonOf(page, 'Earlier'), await buttonOf(page, 'Later')];
    const panning = await framesDuring(page, () => shift(page, buttons));
    return [
      framesFigure('a pointer along 30 days of a subscriber', reading),
      framesFigure('30 days of a subscriber moved to and fro', panning),
    ];
  });
}
