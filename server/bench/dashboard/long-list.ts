/** A list of 100,000 anomalies gone through to its far end: what is in the document then, and how the page keeps up. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { liveStatus, startApi } from '../../test/api-fixture.ts';
import { openLongHistory } from '../../test/long-history.ts';
import { quantile } from '../quantile.ts';
import { atMost, withoutAim, type Figure } from './figure.ts';
import { framesDuring } from './frames.ts';
import { openPage, withVisit } from './visit.ts';

const anomalies = 100_000;
const mostRows = 99;
const all = '/anomalies?from=2024-01-01T00:00:00Z&to=2026-12-31T00:00:00Z';
const dashboardDir = join(import.meta.dirname, '../../../web/build');

interface Walk {
  /** The most rows that were in the document at once. */
  readonly mostDrawn: number;
  readonly seconds: number;
}

/** Runs in the page: rows in the document, and the place of the last of them in the whole list, from 1. */
function drawnRows(): { readonly drawn: number; readonly last: number } {
  const rows = [...document.querySelectorAll('[data-row]')];
  return { drawn: rows.length, last: Number(rows.at(-1)?.getAttribute('aria-rowindex') ?? 1) - 1 };
}

/** Presses End until the last row is there: each time as far as the list is loaded. */
async function goToTheEnd(page: Page): Promise<Walk> {
  const begun = performance.now();
  let mostDrawn = 0;
  for (;;) {
    await page.keyboard.press('End');
    const { drawn, last } = await page.evaluate(drawnRows);
    mostDrawn = Math.max(mostDrawn, drawn);
    if (last === anomalies) return { mostDrawn, seconds: (performance.now() - begun) / 1000 };
  }
}

async function measureWalk(browser: Browser, origin: string): Promise<Figure[]> {
  return withVisit(
    browser,
    async ({ page }) => {
      await openPage(page, origin + all);
      let walk: Walk | undefined;
      const { intervals } = await framesDuring(page, async () => {
        walk = await goToTheEnd(page);
      });
      const what = `a list of ${anomalies.toLocaleString('en')} anomalies gone through to its end`;
      return [
        atMost(`rows in the document, ${what}`, walk!.mostDrawn, mostRows, { unit: '' }),
        withoutAim(`time, ${what}`, `${walk!.seconds.toFixed(0)} s`),
        withoutAim(
          `frames, ${what}`,
          `95 % within ${quantile(intervals, 0.95).toFixed(0)} ms, the longest ${Math.max(...intervals).toFixed(0)} ms`,
        ),
      ];
    },
    { slowedBy: 1 },
  );
}

export async function measureLongList(browser: Browser): Promise<Figure[]> {
  const long = await openLongHistory(anomalies);
  try {
    const status = { ...liveStatus, dataAsOf: long.lastSlot };
    const api = await startApi(long.history, { dashboardDir, status: { current: () => status } });
    try {
      return await measureWalk(browser, api.url);
    } finally {
      await api.stop();
    }
  } finally {
    await long.remove();
  }
}
