import { beforeAll, expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { addressOf, dashboardRoutes, findExamples, type RouteExamples } from './dashboard-routes.ts';
import { describeWithChromium } from './requires.ts';

/** Links and controls that are too small to be hit, by the rule of 24 by 24 pixels; links within a sentence may be. */
function smallTargets(): string[] {
  const targets = [
    ...document.querySelectorAll<HTMLElement>('header a, header button, nav a, main button, main select'),
  ];
  return targets
    .map((target) => ({ target, box: target.getBoundingClientRect() }))
    .filter(({ target, box }) => target.checkVisibility() && (box.width < 24 || box.height < 24))
    .map(({ target }) => target.outerHTML.slice(0, 120));
}

describeWithChromium('the dashboard on a phone', (executablePath) => {
  const dashboard = useDashboard(executablePath, {
    context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  });
  let examples: RouteExamples;

  beforeAll(async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    examples = await findExamples(dashboard.query);
  }, 60_000);

  it.each(dashboardRoutes)('needs no scrolling sideways on %s, and has targets that a finger hits', async (route) => {
    await dashboard.open(addressOf(route, examples));
    await expect.poll(() => dashboard.page.locator('.skeleton').count(), patiently).toBe(0);
    expect(await dashboard.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await dashboard.page.evaluate(smallTargets)).toEqual([]);
  });

  it('has the way to the other pages where the thumb is, whatever was scrolled', async () => {
    await dashboard.open('/subscribers/4114');
    await dashboard.page.mouse.wheel(0, 600);
    const link = dashboard.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Devices' });
    const box = (await link.boundingBox())!;
    expect(box.y).toBeGreaterThan(844 * 0.75);
    expect(box.y + box.height).toBeLessThanOrEqual(844);
    await link.tap();
    await dashboard.page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
    await expectNothingForAxe(dashboard.page);
  });

  it('lets one acknowledge an anomaly on the way', async () => {
    await dashboard.open(addressOf('/anomalies/[id]', examples));
    await dashboard.page.getByRole('button', { name: 'Acknowledge' }).tap();
    await dashboard.page.getByText('1 anomaly acknowledged.').waitFor();
    await expect.poll(() => dashboard.page.getByText('local acknowledged it').isVisible()).toBe(true);
  });

  it('lets one select anomalies with a finger and acknowledge them together', async () => {
    await dashboard.open('/anomalies?suppressed=1');
    const { page } = dashboard;
    const boxes = page.getByRole('main').getByRole('listitem').getByRole('checkbox');
    await boxes.first().waitFor();
    const count = await boxes.count();
    for (const box of await boxes.all()) {
      // What is hit is the label around it.
      const target = (await box.locator('xpath=..').boundingBox())!;
      expect(Math.min(target.width, target.height)).toBeGreaterThanOrEqual(44);
      await page.touchscreen.tap(target.x + 4, target.y + 4);
      expect(await box.isChecked()).toBe(true);
    }
    const bar = page.getByRole('group', { name: 'What to do with those selected' });
    await bar.getByText(`${count} selected`).waitFor();
    for (const button of await bar.getByRole('button').all()) {
      const target = (await button.boundingBox())!;
      expect(Math.min(target.width, target.height)).toBeGreaterThanOrEqual(44);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectNothingForAxe(page, 'target-size');
    await bar.getByRole('button', { name: 'Acknowledge' }).tap();
    await page.getByText(/^1 anomaly acknowledged/).waitFor();
    await expect.poll(() => bar.count()).toBe(0);
  });

  it('has the further pages behind More, which closes when one is chosen', async () => {
    await dashboard.open('/');
    await dashboard.page.getByRole('button', { name: /more pages/ }).tap();
    const link = dashboard.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Timeline' });
    await expectNothingForAxe(dashboard.page);
    await link.tap();
    await dashboard.page.getByRole('heading', { name: 'Timeline', level: 1 }).waitFor();
    await link.waitFor({ state: 'hidden' });
  });
});

describeWithChromium('the dashboard on a wall', (executablePath) => {
  const dashboard = useDashboard(executablePath, { context: { viewport: { width: 3840, height: 2160 } } });

  it('shows the state of things in large type, with nothing to press, on one screen', async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    await dashboard.open('/?kiosk=1');
    const { page } = dashboard;
    await page.getByRole('region', { name: 'Wrong now' }).getByText('4114').first().waitFor();
    await expect.poll(() => page.locator('.skeleton').count(), patiently).toBe(0);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('navigation').count()).toBe(0);
    const figure = page.locator('.figure-value').first();
    expect((await figure.boundingBox())!.height).toBeGreaterThan(48);
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(0);
    await expectNothingForAxe(page);
  });

  it('lets new anomalies in by itself, also in the list', async () => {
    await dashboard.open('/anomalies?kiosk=1&range=30d');
    const list = dashboard.page.getByRole('region', { name: /Anomalies going on/ });
    const before = await list.getByRole('row').count();
    for (let n = 0; n < 40; n++) await dashboard.writeSlot();
    for (let n = 0; n < 4; n++) await dashboard.writeSlot(150);
    await expect.poll(() => list.getByRole('row').count(), patiently).toBeGreaterThan(before);
  }, 60_000);

  it('stays a wall display on every page that it leads to', async () => {
    await dashboard.open('/devices?kiosk=1');
    const href = await dashboard.page.getByRole('table').getByRole('link', { name: '62.0' }).getAttribute('href');
    expect(href).toBe('/devices/62.0?kiosk=1');
  });
});

describeWithChromium('the dashboard on paper', (executablePath) => {
  const dashboard = useDashboard(executablePath, { context: { colorScheme: 'dark' } });

  it('puts a subscriber on one A4 sheet: charts, anomalies, and no controls', async () => {
    await dashboard.open('/subscribers/4114');
    const { page } = dashboard;
    await page.getByText('No anomaly', { exact: true }).waitFor();
    // There is no row that they could push away, so that they come in by themselves.
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', '')));
    const anomalies = page.getByRole('region', { name: 'Anomalies' });
    await anomalies.getByText('Uploaded').first().waitFor();
    await page.getByRole('button', { name: 'Print' }).click();
    await page.locator('body[data-printed]').waitFor();
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('img').count()).toBe(4);
    expect(await anomalies.innerText()).toContain('Uploaded');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
  });
});
