/**
 * What a page that is left open keeps: the heap after collecting, before and after as many slots as the simulated ISP
 * closes in half an hour at its usual pace. They may be played faster; the page then follows them all the same, but draws
 * its charts anew only every two seconds, as it does of any feed.
 */
import type { Browser, CDPSession } from 'playwright-core';
import type { RunningApp } from '../../test/running-app.ts';
import { atMost, withoutAim, type Figure } from './figure.ts';
import { listenTo, type Told } from './told-events.ts';
import { openPage, withVisit } from './visit.ts';

const usualSlotIntervalMs = 2_000;
const fullMinutes = 30;
const slots = (fullMinutes * 60_000) / usualSlotIntervalMs;
/** Code and caches that come once: the first of them are not counted. */
const warmUpSlots = 50;

/** How fast the simulated ISP has to be for all slots to close within `minutes`. */
export const soakIntervalMs = (minutes: number): number => Math.max(10, Math.round((minutes * 60_000) / slots));

interface Held {
  readonly heapBytes: number;
  readonly nodes: number;
}

/** What is left after the garbage is collected. */
async function heldBy(devTools: CDPSession): Promise<Held> {
  // What was freed by finalisers goes with the second.
  for (let time = 0; time < 2; time++) await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  const { nodes } = await devTools.send('Memory.getDOMCounters');
  return { heapBytes: usedSize, nodes };
}

async function play(told: Told, devTools: CDPSession): Promise<{ before: Held; half: Held; after: Held }> {
  await told.slots(warmUpSlots);
  const before = await heldBy(devTools);
  await told.slots(warmUpSlots + slots / 2);
  const half = await heldBy(devTools);
  await told.slots(warmUpSlots + slots);
  return { before, half, after: await heldBy(devTools) };
}

const megabytes = (bytes: number): number => bytes / 1e6;

export async function measureSoak(browser: Browser, app: RunningApp): Promise<Figure[]> {
  return withVisit(
    browser,
    async ({ page, devTools }) => {
      await devTools.send('HeapProfiler.enable');
      await openPage(page, `${app.url}/`);
      const told = await listenTo(app);
      const begun = performance.now();
      const { before, half, after } = await play(told, devTools);
      const minutes = (performance.now() - begun) / 60_000;
      told.stop();
      const what = `heap growth over the ${slots} slots of ${fullMinutes} min, ${told.events()} anomaly events, played in ${minutes.toFixed(1)} min`;
      const growth = megabytes(after.heapBytes - before.heapBytes);
      const [first, second, last] = [before, half, after].map(({ heapBytes }) => megabytes(heapBytes).toFixed(1));
      return [
        atMost(what, growth, 20, { unit: 'MB', digits: 1 }),
        withoutAim('heap before, half-way, after', `${first}, ${second}, ${last} MB`),
        withoutAim('DOM nodes before, half-way, after', `${before.nodes}, ${half.nodes}, ${after.nodes}`),
      ];
    },
    { slowedBy: 1 },
  );
}
