/** Whether a page keeps up with the hand: frames in a second while something is done. */
import type { Page } from 'playwright-core';
import { quantile } from '../quantile.ts';
import { atLeast, type Figure } from './figure.ts';

/** What Chromium draws at most. */
const mostFramesPerSecond = 60;

interface FrameWatch {
  readonly at: number[];
  running: boolean;
}

export interface Frames {
  readonly perSecond: number;
  /** Milliseconds from one frame to the next. */
  readonly intervals: readonly number[];
}

/** The frames of the page while `act` runs. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const frameWatch: FrameWatch = { at: [], running: true };
    Object.assign(globalThis, { frameWatch });
    const next = (now: number): void => {
      frameWatch.at.push(now);
      if (frameWatch.running) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await act();
  const at = await page.evaluate(() => {
    const { frameWatch } = globalThis as unknown as { frameWatch: FrameWatch };
    frameWatch.running = false;
    return frameWatch.at;
  });
  const intervals = at.slice(1).map((now, index) => now - at[index]!);
  return { perSecond: (intervals.length * 1000) / (at.at(-1)! - at[0]!), intervals };
}

/** Rounded: a screen's clock and that of a page are not the same to the last digit. */
export function framesFigure(what: string, { perSecond, intervals }: Frames): Figure {
  const note = `95 % of ${intervals.length} within ${quantile(intervals, 0.95).toFixed(0)} ms, the longest ${Math.max(...intervals).toFixed(0)} ms`;
  return atLeast(`frames per second, ${what}`, Math.round(perSecond), mostFramesPerSecond, { unit: '', note });
}
