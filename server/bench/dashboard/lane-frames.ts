/** Frames while a swim lane of 500 rows by 1,008 columns scrolls, a week of 500 devices: the component itself, on a page of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, CDPSession } from 'playwright-core';
import { framesDuring, framesFigure } from './frames.ts';
import type { Figure } from './figure.ts';
import { withVisit } from './visit.ts';

const rows = 500;
const columns = 1008;
const web = join(import.meta.dirname, '../../../web');

async function buildLane(folder: string): Promise<void> {
  const args = ['build', '--config', 'src/bench/vite.config.ts', '--outDir', folder, '--logLevel', 'error'];
  await promisify(execFile)(join(web, 'node_modules/.bin/vite'), args, { cwd: web });
}

/** A hand on a touchpad: pixels along either axis, at a steady speed, without the swing at the end. */
const scrolled = (devTools: CDPSession, xDistance: number, yDistance: number): Promise<unknown> =>
  devTools.send('Input.synthesizeScrollGesture', {
    x: 640,
    y: 300,
    xDistance,
    yDistance,
    speed: 1200,
    preventFling: true,
  });

export async function measureLane(browser: Browser): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-lane-'));
  try {
    await buildLane(folder);
    return await withVisit(browser, async ({ page, devTools }) => {
      await page.addStyleTag({ path: join(folder, 'lane.css') });
      await page.addScriptTag({ path: join(folder, 'lane.js') });
      await page.evaluate(
        ([high, wide]) => (globalThis as unknown as { showLane: (...size: number[]) => void }).showLane(high, wide),
        [rows, columns] as const,
      );
      await page.locator('svg path').first().waitFor({ state: 'attached' });
      const down = await framesDuring(page, async () => {
        await scrolled(devTools, 0, -4000);
        await scrolled(devTools, 0, 4000);
      });
      const along = await framesDuring(page, async () => {
        await scrolled(devTools, -3000, 0);
        await scrolled(devTools, 3000, 0);
      });
      const size = `${rows} rows by ${columns.toLocaleString('en')} columns`;
      return [
        framesFigure(`a swim lane of ${size} scrolled down and up`, down),
        framesFigure(`a swim lane of ${size} scrolled to the right and back`, along),
      ];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
