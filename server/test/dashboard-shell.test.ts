import { expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

const background = () => getComputedStyle(document.body).backgroundColor;

describeWithChromium('the shell of the dashboard', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  const pathOf = () => new URL(dashboard.page.url()).pathname;
  const dialog = () => dashboard.page.getByRole('dialog');

  it('goes from page to page by two keys in a row, and keeps the range', async () => {
    await dashboard.open('/?range=6h');
    const { keyboard } = dashboard.page;
    for (const [key, path] of Object.entries({
      a: '/anomalies',
      d: '/devices',
      s: '/subscribers',
      q: '/ingest',
      o: '/',
    })) {
      await keyboard.press('g');
      await keyboard.press(key);
      await expect.poll(pathOf, patiently).toBe(path);
      expect(new URL(dashboard.page.url()).search).toBe('?range=6h');
    }
  });

  it('lists the shortcuts of the page on ?, and gives the focus back on Escape', async () => {
    await dashboard.open('/subscribers');
    const link = dashboard.page.getByRole('link', { name: '4114' });
    await link.focus();
    await dashboard.page.keyboard.press('?');
    await dialog().getByText('Search or filter this page').waitFor();
    await expectNothingForAxe(dashboard.page);
    await dashboard.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('goes to the field of the page on /, where letters are only text', async () => {
    await dashboard.open('/subscribers');
    await dashboard.page.keyboard.press('/');
    await dashboard.page.keyboard.type('41?');
    const field = dashboard.page.getByRole('searchbox');
    expect(await field.inputValue()).toBe('41?');
    expect(await dialog().count()).toBe(0);
  });

  it('holds the page on Space and goes on, saying what came meanwhile', async () => {
    await dashboard.open('/');
    const status = dashboard.page.getByRole('banner').getByRole('status');
    await dashboard.page.getByText('Nothing is wrong now').waitFor();
    await dashboard.page.keyboard.press('Space');
    await expect.poll(() => status.innerText(), patiently).toMatch(/Paused\s+at \d\d:\d\d:\d\d, 0 new anomalies/);
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    await expect.poll(() => status.innerText(), patiently).toMatch(/[1-9]\d* new anomal(y|ies)/);
    expect(await dashboard.page.getByText('Nothing is wrong now').count()).toBe(1);
    await dashboard.page.keyboard.press('Space');
    await expect.poll(() => status.innerText(), patiently).toMatch(/Live\s+Caught up\s[1-9]\d* event/);
  });

  it('does nothing on single keys that are switched off, also after a reload; Ctrl+K still works', async () => {
    await dashboard.open('/settings');
    const group = dashboard.page.getByRole('group', { name: 'Keyboard shortcuts of a single key' });
    await group.getByLabel('Off').check();
    await dashboard.page.reload();
    await dashboard.open('/settings');
    await dashboard.page.keyboard.press('?');
    await dashboard.page.keyboard.press('g');
    await dashboard.page.keyboard.press('a');
    expect([await dialog().count(), pathOf()]).toEqual([0, '/settings']);
    await dashboard.page.keyboard.press('Control+k');
    await dialog().waitFor();
  });

  it('finds a subscriber by his number and opens his page on Enter', async () => {
    await dashboard.open('/?range=6h');
    await dashboard.page.keyboard.press('Control+k');
    await dashboard.page.getByRole('combobox').fill('75');
    const first = dialog().getByRole('option').first();
    await first.getByText('7560').waitFor();
    expect(await first.getAttribute('aria-selected')).toBe('true');
    await expectNothingForAxe(dashboard.page);
    await dashboard.page.keyboard.press('Enter');
    await dashboard.page.getByRole('heading', { name: 'Subscriber 7560' }).waitFor();
    expect(dashboard.page.url()).toMatch(/\/subscribers\/[\w-]{20,}\?range=6h$/);
  });

  it('begins a search with the pages that were open, and moves through them by arrows', async () => {
    await dashboard.open('/devices/62.0');
    await dashboard.page.getByRole('link', { name: 'Subscribers' }).click();
    await expect.poll(pathOf, patiently).toBe('/subscribers');
    await dashboard.page.getByRole('link', { name: 'Overview' }).click();
    await expect.poll(pathOf, patiently).toBe('/');
    await dashboard.page.keyboard.press('Control+k');
    await dialog().getByText('Device 62.0').waitFor();
    await dashboard.page.keyboard.press('ArrowDown');
    const chosen = dialog().getByRole('option', { selected: true });
    expect(await chosen.innerText()).toContain('Device 62.0');
    await dashboard.page.keyboard.press('Enter');
    await expect.poll(pathOf, patiently).toBe('/devices/62.0');
  });

  it('keeps the range in the links above a page, and undoes one step on Back', async () => {
    await dashboard.open('/devices/62.0?range=6h');
    const above = dashboard.page.getByRole('navigation', { name: 'Above this page' }).getByRole('link');
    expect(await above.getAttribute('href')).toBe('/devices?range=6h');
    await dashboard.page.getByRole('button', { name: '7d' }).click();
    await expect.poll(() => new URL(dashboard.page.url()).search, patiently).toBe('?range=7d');
    await dashboard.page.goBack();
    expect(new URL(dashboard.page.url()).search).toBe('?range=6h');
    await dashboard.page.getByRole('button', { name: '6h', pressed: true }).waitFor();
  });

  it('takes a range from its fields, moves it by its length, and follows the newest data when no end is given', async () => {
    const { page } = dashboard;
    const bounds = () => ['from', 'to'].map((name) => new URL(page.url()).searchParams.get(name));
    const custom = page.getByRole('group').filter({ hasText: 'Custom' }).last();
    const fill = async (from: string, to: string) => {
      await page.getByText('Custom', { exact: true }).click();
      await page.getByLabel(/^From/).fill(from);
      await page.getByLabel(/^To/).fill(to);
      await custom.getByRole('button', { name: 'Show' }).click();
    };
    await dashboard.open('/devices/62.0');
    await fill('2024-01-01T08:00', '2024-01-01T06:00');
    await page.getByRole('alert').getByText('The start has to be before the end.').waitFor();
    await page.getByLabel(/^To/).fill('2024-01-01T10:00');
    await custom.getByRole('button', { name: 'Show' }).click();
    await expect.poll(bounds, patiently).toEqual(['2024-01-01T08:00:00Z', '2024-01-01T10:00:00Z']);
    await page.getByRole('button', { name: 'Earlier' }).click();
    await expect.poll(bounds, patiently).toEqual(['2024-01-01T06:00:00Z', '2024-01-01T08:00:00Z']);
    await fill('2024-01-01T20:00', '');
    await expect.poll(bounds, patiently).toEqual(['2024-01-01T20:00:00Z', null]);
    await page.getByText(/^01 Jan 20:00 – 02 Jan \d\d:\d\d\s+UTC$/).waitFor();
  });

  it('draws the chosen theme before any script of the page has come: there is no flash', async () => {
    const { page } = dashboard;
    await page.emulateMedia({ colorScheme: 'light' });
    await dashboard.open('/settings');
    const light = await page.evaluate(background);
    await page.getByRole('group', { name: 'Theme' }).getByLabel('Dark').check();
    await expect.poll(() => page.evaluate(background), patiently).not.toBe(light);
    dashboard.expectComplaint('ERR_FAILED');
    dashboard.expectComplaint('Failed to fetch dynamically imported module');
    await page.route('**/_app/**/*.js', (route) => route.abort());
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });

  it('remembers the density of tables', async () => {
    await dashboard.open('/settings');
    await dashboard.page.getByRole('group', { name: 'Rows of tables' }).getByLabel('Compact').check();
    await dashboard.open('/subscribers');
    const row = dashboard.page.getByRole('cell', { name: '4114' });
    await expect.poll(() => row.evaluate((cell) => getComputedStyle(cell).paddingTop), patiently).toBe('1px');
  });
});
