/**
 * From the event on the feed to the anomaly on the screen, and from the snapshot file with the attack in it: reading, judging
 * and writing to history come on top then. The next slot is written when all anomalies told so far are painted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { writeQuickRule } from '../../test/quick-rule.ts';
import { startAppOn, type RunningApp } from '../../test/running-app.ts';
import { createSnapshotFolder, type SnapshotFolder } from '../../test/snapshot-folder.ts';
import { attackSlots, learnedSlots, writeAttackedSlot } from './attacked-network.ts';
import { median, quantile } from '../quantile.ts';
import { atMost, withoutAim, type Figure } from './figure.ts';
import { listenTo } from './told-events.ts';
import { openPage, withVisit } from './visit.ts';

/** Epoch milliseconds at which each subscriber was first painted, by the browser's clock, which is this machine's. */
type PaintedAt = Record<string, number>;
interface Delays {
  readonly fromEvent: number[];
  readonly fromFile: number[];
}

/** Runs in the page: notes the frame in which a subscriber first has a link. */
function watchPaint(): void {
  const paintedAt: PaintedAt = {};
  Object.assign(globalThis, { paintedAt });
  const look = (): void => {
    const links = [...document.querySelectorAll('main a')].map((link) => link.textContent.trim());
    const fresh = links.filter((name) => /^\d+$/.test(name) && !(name in paintedAt));
    if (fresh.length === 0) return;
    // The callback comes before its frame is painted, a task posted from there after.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        for (const name of fresh) paintedAt[name] ??= performance.timeOrigin + performance.now();
      });
      port1.start();
      port2.postMessage(null);
    });
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}

async function watchAttacks(page: Page, app: RunningApp, folder: SnapshotFolder, attacks: number): Promise<Delays> {
  const told = await listenTo(app);
  const writtenAt = new Map<number, number>();
  for (let slot = learnedSlots; slot < learnedSlots + attacks + attackSlots; slot++) {
    const written = await writeAttackedSlot(folder, slot, attacks);
    writtenAt.set(written.end, written.writtenAt);
    await told.slot(written.end);
    await page.waitForFunction(
      (names) => names.every((name) => name in (globalThis as unknown as { paintedAt: PaintedAt }).paintedAt),
      [...told.opened.keys()],
    );
  }
  told.stop();
  const paintedAt = await page.evaluate(() => (globalThis as unknown as { paintedAt: PaintedAt }).paintedAt);
  const shown = [...told.opened].filter(([name]) => name in paintedAt);
  return {
    fromEvent: shown.map(([name, { toldAt }]) => paintedAt[name]! - toldAt),
    fromFile: shown.map(([name, { detectedAt }]) => paintedAt[name]! - writtenAt.get(detectedAt)!),
  };
}

async function measureWith(browser: Browser, folder: SnapshotFolder, data: string, attacks: number): Promise<Delays> {
  for (let slot = 0; slot < learnedSlots; slot++) await writeAttackedSlot(folder, slot, 0);
  const app = await startAppOn(folder, data, '--rule', await writeQuickRule(data));
  try {
    await app.until<{ ingest: { phase: string } }>('{ ingest { phase } }', ({ ingest }) => ingest.phase === 'LIVE');
    return await withVisit(browser, async ({ page }) => {
      await openPage(page, `${app.url}/`);
      await page.evaluate(watchPaint);
      return watchAttacks(page, app, folder, attacks);
    });
  } finally {
    await app.stop();
  }
}

export async function measureEventToPixel(browser: Browser, attacks: number): Promise<Figure[]> {
  const folder = await createSnapshotFolder();
  const data = await mkdtemp(join(tmpdir(), 'tidewatch-pixel-'));
  try {
    const { fromEvent, fromFile } = await measureWith(browser, folder, data, attacks);
    const milliseconds = (value: number): string => `${Math.round(value)} ms`;
    return [
      atMost(`event to pixel, p95 of ${fromEvent.length} anomalies`, quantile(fromEvent, 0.95), 1000, { unit: 'ms' }),
      withoutAim('event to pixel, median', milliseconds(median(fromEvent))),
      withoutAim('snapshot file to pixel, p95', milliseconds(quantile(fromFile, 0.95))),
      withoutAim('snapshot file to pixel, median', milliseconds(median(fromFile))),
    ];
  } finally {
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  }
}
