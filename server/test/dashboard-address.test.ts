import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('the address of a page', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  const parameter = (name: string) => new URL(dashboard.page.url()).searchParams.get(name);
  /** A page of somebody who never was here. */
  const elsewhere = async () => (await dashboard.context.browser()!.newContext()).newPage();
  const state = (page: Page, name: string) => page.getByRole('status').filter({ hasText: name });
  const summary = (page: Page) =>
    page
      .getByRole('region', { name: 'Network traffic', exact: true })
      .getByRole('img')
      .first()
      .getAttribute('aria-label');

  it('says that the page is held, and at which data: a reload and another browser show the same', async () => {
    const { page } = dashboard;
    await dashboard.open('/?range=6h');
    await page.getByText('Data as of 02 Jan 2024 01:00').waitFor();
    await page.keyboard.press('Space');
    await expect.poll(() => parameter('paused')).toBe('2024-01-02T01:00:00Z');
    await state(page, 'Paused').waitFor();
    await dashboard.writeSlot();
    await dashboard.writeSlot();
    const held = await summary(page);
    await page.reload();
    await state(page, 'Paused').waitFor();
    await page.getByText('Data as of 02 Jan 2024 01:00').waitFor();
    await expect.poll(() => summary(page), patiently).toBe(held);
    const other = await elsewhere();
    await other.goto(page.url());
    await state(other, 'Paused').waitFor();
    await expect.poll(() => summary(other), patiently).toBe(held);
    await other.context().close();

    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => parameter('paused')).toBeNull();
    await state(page, 'Live').waitFor();
    await page.getByText('Data as of 02 Jan 2024 01:20').waitFor();
    await expect.poll(() => summary(page), patiently).not.toBe(held);
  }, 120_000);

  it('keeps the page held on the way to another one, and Back undoes one step at a time', async () => {
    const { page } = dashboard;
    await dashboard.open('/anomalies?range=7d');
    await page.getByRole('button', { name: 'Pause' }).click();
    await state(page, 'Paused').waitFor();
    const held = parameter('paused');
    expect(held).not.toBeNull();
    await page.getByRole('link', { name: 'Devices' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    expect([parameter('paused'), parameter('range')]).toEqual([held, '7d']);
    await page.getByRole('group', { name: 'Time range' }).getByRole('button', { name: '1h' }).click();
    await expect.poll(() => parameter('range')).toBe('1h');

    await page.goBack();
    await expect.poll(() => parameter('range')).toBe('7d');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Anomalies' }).waitFor();
    await state(page, 'Paused').waitFor();
    await page.goBack();
    await state(page, 'Live').waitFor();
    expect([new URL(page.url()).pathname, parameter('paused')]).toEqual(['/anomalies', null]);
    await page.goForward();
    await state(page, 'Paused').waitFor();
  }, 120_000);

  it('has all that was chosen: range, order and zone are the same in another browser', async () => {
    const { page } = dashboard;
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    await dashboard.open('/anomalies?range=30d&zone=Asia/Kolkata');
    const table = (of: Page) => of.getByRole('region', { name: 'Anomalies' });
    await expect.poll(() => table(page).getByText('4114').count(), patiently).toBeGreaterThan(0);
    await page
      .getByRole('button', { name: /^Severity/ })
      .first()
      .click();
    await expect.poll(() => parameter('sort')).not.toBeNull();
    const other = await elsewhere();
    await other.goto(page.url());
    await expect.poll(() => table(other).getByText('4114').count(), patiently).toBeGreaterThan(0);
    await other.getByRole('button', { name: 'Times in Asia/Kolkata' }).waitFor();
    const heads = (of: Page) => of.getByRole('columnheader').evaluateAll((all) => all.map((head) => head.ariaSort));
    expect(await heads(other)).toEqual(await heads(page));
    await other.context().close();
  }, 120_000);
});
