import { beforeAll, expect, it } from 'vitest';
import { colourFaults, expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { addressOf, dashboardRoutes, findExamples, type RouteExamples } from './dashboard-routes.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('every page of the dashboard', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  let examples: RouteExamples;

  beforeAll(async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    examples = await findExamples(dashboard.query);
  }, 60_000);

  it.each(dashboardRoutes)('has nothing for axe to find, light or dark: %s', async (route) => {
    const { page } = dashboard;
    await page.emulateMedia({ colorScheme: 'light' });
    await dashboard.open(addressOf(route, examples));
    await page.getByRole('heading').first().waitFor();
    await page.waitForLoadState('networkidle');
    await expectNothingForAxe(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    // Colours change over a moment.
    await expect.poll(() => colourFaults(page), patiently).toEqual([]);
  });
});
