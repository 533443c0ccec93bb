import { beforeAll, it } from 'vitest';
import { expectNothingForAxe, useDashboard } from './dashboard-fixture.ts';
import { addressOf, dashboardRoutes, findExamples, type RouteExamples } from './dashboard-routes.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('every page of the dashboard', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  let examples: RouteExamples;

  beforeAll(async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    examples = await findExamples(dashboard.query);
  }, 60_000);

  it.each(
    dashboardRoutes.flatMap((route) => [
      { route, colorScheme: 'light' as const },
      { route, colorScheme: 'dark' as const },
    ]),
  )('has nothing for axe to find: $route, $colorScheme', async ({ route, colorScheme }) => {
    await dashboard.page.emulateMedia({ colorScheme });
    await dashboard.open(addressOf(route, examples));
    await dashboard.page.getByRole('heading').first().waitFor();
    await dashboard.page.waitForLoadState('networkidle');
    await expectNothingForAxe(dashboard.page);
  });
});
