import { beforeAll, expect, it } from 'vitest';
import { patiently, useDashboard } from './dashboard-fixture.ts';
import { addressOf, dashboardRoutes, findExamples, type RouteExamples } from './dashboard-routes.ts';
import { describeWithChromium } from './requires.ts';
import { tabThrough } from './tab-through.ts';

const windows = [
  { name: 'wide', width: 1280, height: 600 },
  { name: 'of a phone', width: 390, height: 660 },
];

describeWithChromium('who goes through a page by Tab', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  let examples: RouteExamples;

  beforeAll(async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    examples = await findExamples(dashboard.query);
  }, 60_000);

  it.each(dashboardRoutes.flatMap((route) => windows.map((size) => ({ route, ...size }))))(
    'sees what has the focus, there and back, whatever stands still over the page: $route, in a window $name',
    async ({ route, name: _, ...size }) => {
      const { page } = dashboard;
      await page.setViewportSize(size);
      await dashboard.open(addressOf(route, examples));
      await expect.poll(() => page.locator('.skeleton').count(), patiently).toBe(0);
      const there = await tabThrough(page, 'Tab');
      expect(there.covered).toEqual([]);
      expect(there.steps).toBeGreaterThan(10);
      const back = await tabThrough(page, 'Shift+Tab');
      expect(back.covered).toEqual([]);
      expect(back.steps).toBeGreaterThan(10);
    },
    60_000,
  );
});
