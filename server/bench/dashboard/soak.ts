/** What a page that is left open keeps: the heap after collecting, over some minutes of the live feed. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';
import { bounded, type Figure } from './figure.ts';
import { openPage, withVisit } from './visit.ts';

/** Code and caches that come once; before this the heap says nothing. */
const warmUpMs = 20_000;
const fullMinutes = 30;
const samples = 12;

async function heapBytes(devTools: CDPSession): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage');
  return (await devTools.send('Runtime.getHeapUsage')).usedSize;
}

/** Least squares: of more bytes, how many come in a millisecond. */
function slope(points: readonly (readonly [at: number, bytes: number])[]): number {
  const meanOf = (pick: 0 | 1): number => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [middle, mean] = [meanOf(0), meanOf(1)];
  const [up, down] = points.reduce(
    ([a, b], [at, bytes]) => [a + (at - middle) * (bytes - mean), b + (at - middle) ** 2],
    [0, 0],
  );
  return down === 0 ? 0 : up / down;
}

export async function measureSoak(browser: Browser, origin: string, minutes: number): Promise<Figure[]> {
  return withVisit(
    browser,
    async ({ page, devTools }) => {
      await devTools.send('HeapProfiler.enable');
      await openPage(page, `${origin}/`);
      await wait(warmUpMs);
      const points: [number, number][] = [];
      const begun = performance.now();
      for (let n = 0; n <= samples; n++) {
        await wait(Math.max(0, begun + (n * minutes * 60_000) / samples - performance.now()));
        points.push([performance.now() - begun, await heapBytes(devTools)]);
      }
      const megabytes = (slope(points) * fullMinutes * 60_000) / 1e6;
      const grown = (points.at(-1)![1] - points[0]![1]) / 1e6;
      const how =
        minutes >= fullMinutes ? 'measured' : `extrapolated from ${minutes} min, which grew ${grown.toFixed(2)} MB`;
      return [bounded(`heap growth in ${fullMinutes} min of the live overview, ${how}`, megabytes, 20, 'MB', 1)];
    },
    { slowedBy: 1 },
  );
}
