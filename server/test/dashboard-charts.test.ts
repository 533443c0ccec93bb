import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('the charts of the dashboard', (executablePath) => {
  const dashboard = useDashboard(executablePath, { context: { timezoneId: 'Europe/Berlin' } });
  const parameter = (name: string) => new URL(dashboard.page.url()).searchParams.get(name);
  const panel = (name: string) => dashboard.page.getByRole('region', { name, exact: true });
  const network = () => panel('Network traffic');
  const slider = () => network().getByRole('slider', { name: 'Read point by point' }).first();

  /** The file that choosing `item` in the chart's menu saves. */
  async function saved(chart: Locator, item: string): Promise<{ name: string; content: Buffer }> {
    const [download] = await Promise.all([
      dashboard.page.waitForEvent('download'),
      chart.getByRole('button', { name: item }).click(),
    ]);
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }

  it('show times in the zone of the address, and in the one that is chosen from then on', async () => {
    const { page } = dashboard;
    await dashboard.open('/?zone=Asia/Kolkata');
    await page.getByText('Data as of 02 Jan 2024 06:30').waitFor();
    await page.getByRole('button', { name: 'Times in Asia/Kolkata' }).click();
    await page.getByRole('radio', { name: /this browser/ }).check();
    await expect.poll(() => parameter('zone')).toBe('Europe/Berlin');
    await page.getByText('Data as of 02 Jan 2024 02:00').waitFor();
    await dashboard.open('/devices');
    await page.getByRole('button', { name: 'Times in Europe/Berlin' }).waitFor();
    await page.getByRole('columnheader', { name: 'Last seen (Europe/Berlin)' }).waitFor();
  });

  it('are tables too, with every slot and its zone', async () => {
    await dashboard.open('/?range=6h');
    await network().getByRole('button', { name: 'Show as table: Network traffic' }).click();
    const table = dashboard.page.getByRole('region', { name: 'Network traffic as table' });
    await table.getByText('36 slots of 10 min.').waitFor();
    // The rows of a table come a few at a time.
    await expect.poll(() => table.getByRole('row').count(), patiently).toBe(37);
    expect(await table.getByRole('row').last().textContent()).toMatch(/02 Jan 00:50–01:00 UTC.*kbit\/s/);
    await expectNothingForAxe(dashboard.page);
  });

  it('are saved as numbers and as pictures that stand alone', async () => {
    await dashboard.open('/?range=6h');
    await network().getByRole('button', { name: 'Save or share: Network traffic' }).click();
    const csv = await saved(network(), 'Numbers as CSV');
    expect(csv.name).toBe('tidewatch-network-traffic-2024-01-01T19-00Z-2024-01-02T01-00Z.csv');
    const lines = csv.content.toString().split('\r\n');
    expect(lines[0]).toMatch(/^from \(UTC\),to \(UTC\),Upload \(bit\/s\),.*Upload share \(%\)$/);
    expect(lines).toHaveLength(38);
    const svg = (await saved(network(), 'Picture as SVG')).content.toString();
    expect(svg).toContain('Network traffic, 01 Jan 2024 19:00 to 02 Jan 2024 01:00 UTC');
    expect(svg).toMatch(/<tspan fill="#[0-9a-f]{6}"[^>]*>▲<\/tspan><tspan[^>]*>Upload</);
    expect(svg).not.toMatch(/class=|style=|var\(|oklab/);
    const png = await saved(network(), 'Picture as PNG');
    expect(png.content.subarray(1, 4).toString()).toBe('PNG');
  });

  it('give a link to the very times that they show, in the zone that they show them in', async () => {
    await dashboard.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await dashboard.open('/?range=6h');
    await network().getByRole('button', { name: 'Save or share: Network traffic' }).click();
    await network().getByRole('button', { name: 'Copy a link to this' }).click();
    await network().getByText('Copied: the link shows these times, in this zone.').waitFor();
    const copied = new URL(await dashboard.page.evaluate(() => navigator.clipboard.readText()));
    expect(Object.fromEntries(copied.searchParams)).toEqual({
      from: '2024-01-01T19:00:00Z',
      to: '2024-01-02T01:00:00Z',
      zone: 'UTC',
    });
  });

  it('zoom into what is brushed, and back with a double click', async () => {
    const { page } = dashboard;
    await dashboard.open('/');
    const box = (await network().getByRole('img').first().boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => parameter('from')).not.toBeNull();
    await page.mouse.dblclick(box.x + box.width / 2, box.y + 40);
    await expect.poll(() => parameter('from')).toBeNull();
  });

  it('zoom with keys alone, and with buttons alone', async () => {
    const { page } = dashboard;
    await dashboard.open('/');
    await slider().focus();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+PageDown', 'Enter'])
      await page.keyboard.press(key);
    await expect.poll(() => parameter('to')).toBe('2024-01-02T00:40:00Z');
    await slider().focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => parameter('to')).toBeNull();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(() => parameter('from')).toBe('2024-01-01T07:00:00Z');
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect.poll(() => parameter('from')).toBe('2024-01-01T01:00:00Z');
  });

  it('are read together: the keys on one move the instant of all', async () => {
    const { page } = dashboard;
    await dashboard.open('/subscribers/4114');
    const times = page.getByText('02 Jan 00:40–00:50 UTC', { exact: true });
    await page.getByRole('slider', { name: 'Read point by point' }).first().focus();
    await page.keyboard.press('ArrowLeft');
    // Each of the four charts in its legend, and the one that is read in its tooltip.
    await expect.poll(() => times.count()).toBe(5);
  });

  it('have no band while nothing is usual yet, and say so', async () => {
    await dashboard.open('/subscribers/4114?from=2024-01-01T00:00:00Z&to=2024-01-01T20:00:00Z');
    await dashboard.page.getByRole('img', { name: /^Upload, .*: still learning, nothing is usual yet\.$/ }).waitFor();
    await dashboard.page.getByText('Learning: nothing is usual yet').first().waitFor();
    await expect
      .poll(() => dashboard.page.getByText('nothing is usual yet', { exact: true }).first().isVisible())
      .toBe(true);
  });

  it('are drawn as the address says, beside the period before', async () => {
    const { page } = dashboard;
    await dashboard.open('/?range=6h');
    await network().getByText('6 h before', { exact: true }).waitFor();
    await slider().focus();
    await page.keyboard.press('ArrowLeft');
    await network().getByText('Upload, 6 h before').waitFor();
    expect(await slider().getAttribute('aria-valuetext')).toMatch(/6 h before upload .*, so [+−\d.]+% and [+−\d.]+%$/);
    await network().getByRole('button', { name: 'Period before' }).click();
    await expect.poll(() => parameter('previous')).toBe('off');
    await network().getByRole('button', { name: 'Overlaid', exact: true }).click();
    await expect.poll(() => parameter('traffic')).toBe('overlaid');
    await page.reload();
    await network().getByRole('button', { name: 'Overlaid', pressed: true }).waitFor();
    expect(await network().getByText('6 h before').count()).toBe(0);
  });

  it.each([
    ['/', 'Network traffic', 1],
    ['/devices/62.0', 'Traffic', 1],
    // Each direction has its own beside what is usual for him.
    ['/subscribers/4114', 'Traffic beside what is usual', 2],
  ])(
    'are the same on every level: traffic, upload against download, how unusual; %s',
    async (path, name, ofTraffic) => {
      await dashboard.open(path);
      const charts = panel(name).getByRole('img');
      await expect.poll(() => charts.count(), patiently).toBe(ofTraffic + 2);
      const words = await charts.evaluateAll((all) => all.map((chart) => chart.getAttribute('aria-label')!));
      expect(words.at(-2)).toMatch(/^Share of upload in the traffic, .*: mean \d[\d.]*%, greatest \d[\d.]*%\.$/);
      expect(words.at(-1)).toMatch(/^How unusual, /);
      const sliders = panel(name).getByRole('slider', { name: 'Read point by point' });
      await sliders.nth(ofTraffic).focus();
      await dashboard.page.keyboard.press('ArrowLeft');
      expect(await sliders.nth(ofTraffic).getAttribute('aria-valuetext')).toMatch(
        / of the traffic was upload, upload /,
      );
      await panel(name)
        .getByRole('button', { name: /^Show as table: .*: upload share$/ })
        .click();
      await dashboard.page.getByRole('region', { name: /: upload share as table$/ }).waitFor();
    },
  );

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`show all devices in one, and what is chosen in the legend stands out, ${colorScheme}`, async () => {
      const { page } = dashboard;
      await page.emulateMedia({ colorScheme });
      await dashboard.open('/devices?devices=lines');
      const devices = panel('Traffic by device');
      await devices.getByRole('link', { name: '62.0' }).focus();
      await expect.poll(() => devices.locator('svg g.opacity-20').count()).toBe(1);
      await page.getByRole('button', { name: 'Save or share: Traffic by device' }).click();
      await expectNothingForAxe(page);
      await devices.getByRole('button', { name: 'Stacked' }).click();
      await expect.poll(() => parameter('devices')).toBeNull();
      await expectNothingForAxe(page);
    });
  }
});
