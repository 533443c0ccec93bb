import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('the further pages of the dashboard', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  const region = (name: string | RegExp) => dashboard.page.getByRole('region', { name });
  const urlOf = () => new URL(dashboard.page.url());

  beforeAll(async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
  });

  it('ranks who causes most of the traffic, with everybody else and the sum', async () => {
    await dashboard.open('/talkers');
    const names = region(/Top talkers/).locator('tbody tr td:nth-child(2)');
    const named = async () => (await names.allInnerTexts()).map((name) => name.trim());
    await expect.poll(named, patiently).toEqual(['4114', '7560', '0 others', 'All 2 together']);
    const rates = region(/Top talkers/)
      .getByRole('row')
      .filter({ hasText: '4114' });
    for (const name of ['Upload, mean', 'Upload, peak', 'Upload, last', 'Download, peak'])
      await region(/Top talkers/)
        .getByRole('columnheader', { name })
        .waitFor();
    expect(await rates.innerText()).toMatch(
      /4114\s+[\d.]+\s\S*B(\s+[\d.]+\s\S*bit\/s){3}\s+[\d.]+\s\S*B(\s+[\d.]+\s\S*bit\/s){3}/,
    );
    await dashboard.page.getByRole('button', { name: 'Download', exact: true }).click();
    await expect.poll(() => urlOf().searchParams.get('by'), patiently).toBe('download');
    await region('Top talkers: Download').waitFor();
    await dashboard.page.getByLabel('Device').selectOption('69.0');
    await expect.poll(named, patiently).toEqual(['7560', '0 others', 'All 1 together']);
  });

  it('saves the ranking as it is shown', async () => {
    await dashboard.open('/talkers');
    const saving = dashboard.page.waitForEvent('download');
    await dashboard.page.getByRole('button', { name: 'Save as CSV' }).click();
    expect((await saving).suggestedFilename()).toMatch(/^tidewatch-top-talkers-upload-.*\.csv$/);
  });

  it('saves the list of anomalies as it is filtered', async () => {
    const linesOf = async (filter: string) => {
      await dashboard.open(`/anomalies?${filter}`);
      const saving = dashboard.page.waitForEvent('download');
      await dashboard.page.getByRole('button', { name: 'Save as CSV' }).click();
      return (await readFile(await (await saving).path(), 'utf8')).trimEnd().split('\r\n');
    };
    const all = await linesOf('subscriber=4114&suppressed=1');
    expect(all.length).toBeGreaterThan(1);
    expect(all[1]).toMatch(/^\w+,(Burst|Upload surge),Open,[01],4114,62\.0,2024-01-02T0\d:\d0:00Z,/);
    expect(await linesOf('device=62.0&subscriber=4114&suppressed=1&sort=opened')).toEqual(all);
  });

  it('shows when it was unusual and where, and leads from a cell to its anomalies', async () => {
    await dashboard.open('/timeline');
    const lane = dashboard.page.getByRole('application', { name: /^Devices: 2 rows.* Loudest is 62\.0/ });
    await lane.focus();
    await lane.press('ArrowLeft');
    await lane.press('ArrowRight');
    await lane.press('Enter');
    await expect.poll(() => urlOf().pathname, patiently).toBe('/anomalies');
    expect(urlOf().searchParams.get('device')).toBe('62.0');
    await region(/Anomalies going on/)
      .getByText('4114')
      .first()
      .waitFor();
  });

  it('lists as a table what the drawing has, the loudest first, with the same way on', async () => {
    await dashboard.open('/timeline');
    await dashboard.page.getByRole('button', { name: 'Show as table: Devices' }).click();
    const table = region('Devices as table');
    await table.getByText('What is not listed was as usual.').waitFor();
    expect(await table.getByRole('row').nth(1).innerText()).toMatch(/^62\.0\s+02 Jan .* UTC\s+\d\.\d$/);
    await expectNothingForAxe(dashboard.page);
    await table.getByRole('link', { name: '62.0' }).first().click();
    await expect.poll(() => urlOf().pathname + urlOf().searchParams.get('device'), patiently).toBe('/anomalies62.0');
  });

  it('lists the numbers of the rule, and says fault by fault what is wrong with another one', async () => {
    await dashboard.open('/rules');
    await region('The rule that is running').getByText('burstFactor', { exact: true }).waitFor();
    await dashboard.page.getByRole('textbox').fill('{ "burstFactor": 1, "nonsense": 2 }');
    await dashboard.page.getByRole('button', { name: 'Try it' }).click();
    await expect.poll(() => region('Try a rule').getByRole('listitem').count(), patiently).toBe(2);
  });

  it('tells what a rule on trial would have found and lost', async () => {
    await dashboard.open('/rules');
    await dashboard.page.getByRole('textbox').fill('{}');
    await dashboard.page.getByRole('button', { name: 'Try it' }).click();
    await region(/^Would have fired: \d/).waitFor(patiently);
    const lost = region(/^Would have vanished: [1-9]/);
    await lost.getByRole('link', { name: '4114' }).first().click();
    await dashboard.page.getByRole('heading', { name: 'Subscriber 4114' }).waitFor(patiently);
    // The address, which proxies and logs keep, does not say who he is.
    expect(urlOf().pathname).toMatch(/^\/subscribers\/[\w-]{20,}$/);
  });

  it('shows how much of a range is known, device by device', async () => {
    await dashboard.open('/ingest');
    await region('Late devices').getByText('All devices keep up').waitFor();
    const device = region('Slots of each device').getByRole('row').filter({ hasText: '62.0' });
    expect(await device.innerText()).toContain('100%');
    await region('All rows ever read').waitFor();
  });

  it('puts a subscriber beside one like him who was usual, on the same scale', async () => {
    await dashboard.open('/subscribers/4114');
    await region('Looks like him').getByRole('link', { name: '7560', exact: true }).waitFor();
    const sides = region('Side by side');
    await expect.poll(() => sides.getByRole('img').count(), patiently).toBe(4);
    const axes = await sides.getByRole('img').evaluateAll((charts) => charts.map((chart) => chart.textContent));
    // Upload and download of the one, then of the other; what is written in a chart are the marks of its axes.
    expect(axes.slice(0, 2)).toEqual(axes.slice(2));
    expect(axes[0]).not.toBe(axes[1]);
  });

  it('says of a device how far it is behind and how much of the traffic is its', async () => {
    await dashboard.open('/devices/62.0');
    await dashboard.page.getByText('keeps up').waitFor();
    const share = dashboard.page.locator('dt', { hasText: 'Share of the traffic' }).locator('+ dd');
    expect(await share.innerText()).toMatch(/\d%/);
  });
});
