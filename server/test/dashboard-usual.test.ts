import { expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('the network and a device beside what is usual', (executablePath) => {
  // What is usual at a time of the day is known from the fifth day on; the newest six hours are of it.
  // On the fourth day New York's clocks go forward and Casablanca's go back.
  const dashboard = useDashboard(executablePath, { from: Date.UTC(2024, 2, 7), slots: 4 * 144 + 36 });

  it.each([
    ['/?range=6h', 'Network traffic beside what is usual', 'Network'],
    ['/devices/62.0?range=6h', 'Traffic beside what is usual', 'Device 62.0'],
  ])(
    'show the band of both directions, say in words and numbers what lies outside it, and how unusual: %s',
    async (path, name, subject) => {
      const { page } = dashboard;
      await dashboard.writeSlot(40);
      await dashboard.open(path);
      const panel = page.getByRole('region', { name, exact: true });
      const charts = panel.getByRole('img');
      await expect.poll(() => charts.count(), patiently).toBe(3);
      const words = () => charts.evaluateAll((all) => all.map((chart) => chart.getAttribute('aria-label')!));
      await expect
        .poll(async () => (await words())[0], patiently)
        .toMatch(/^Upload, .* Outside the usual band in [12] of 36 slots that have one\.$/);
      expect((await words())[1]).toMatch(/^Download, .* Outside the usual band in 0 of 36 slots that have one\.$/);
      expect((await words())[2]).toMatch(
        /^How unusual, .*: greatest [\d.]{2,}, where 0 is usual and 3\.0 the edge of the band\.$/,
      );
      await panel.getByText(/A picture to look at: no anomaly comes of it\./).waitFor();

      const slider = panel.getByRole('slider', { name: 'Read point by point' });
      await slider.first().focus();
      await page.keyboard.press('End');
      await expect
        .poll(() => slider.first().getAttribute('aria-valuetext'))
        .toMatch(/: upload [\d.]+\s\S+, usual [\d.]+( \S+)? to [\d.]+\s\S+, place in the band [\d.]+; upload /);
      const why = /^upload [\d.]+ times its usual at this time, above the usual band$/;
      await panel.locator('p').filter({ hasText: why }).waitFor();
      await expectNothingForAxe(page);

      await panel.getByRole('button', { name: `Show as table: ${subject}: upload` }).click();
      const table = page.getByRole('region', { name: `${subject}: upload as table` });
      for (const head of ['Upload', 'Usual', 'Usual, low', 'Usual, high', 'Place in the band'])
        await table
          .getByRole('columnheader', { name: new RegExp(`^${head}`) })
          .first()
          .waitFor();
    },
    120_000,
  );

  it.each([
    ['/', 'Network traffic beside what is usual', 'learning, until the same time was seen on four days'],
    ['/devices/62.0', 'Traffic beside what is usual', 'learning, until the same time was seen on four days'],
    ['/subscribers/4114', 'Traffic beside what is usual', /learning, for .* of traffic/],
  ])('have no band while they are learning, and say so: %s', async (path, name, legend) => {
    const { page } = dashboard;
    await dashboard.open(`${path}?from=2024-03-07T02:00:00Z&to=2024-03-07T08:00:00Z`);
    const panel = page.getByRole('region', { name, exact: true });
    await panel.getByRole('img', { name: /^Upload, .*: still learning, nothing is usual yet\.$/ }).waitFor();
    await expect.poll(() => panel.getByText(legend).count()).toBeGreaterThan(0);
    const slider = panel.getByRole('slider', { name: 'Read point by point' }).first();
    await slider.focus();
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/; still learning which upload is usual$/);
  });

  it.each([
    {
      zone: 'America/New_York',
      from: '2024-03-10T05:00:00Z',
      to: '2024-03-11T04:00:00Z',
      hours: 23,
      twos: [],
    },
    {
      zone: 'Africa/Casablanca',
      from: '2024-03-09T23:00:00Z',
      to: '2024-03-11T00:00:00Z',
      hours: 25,
      twos: [/^10 Mar 02:00–02:10 GMT\+1$/, /^10 Mar 02:00–02:10 GMT(\+0)?$/],
    },
  ])(
    'have every hour of a day of $hours hours, on the axis and as a table, by the clock of $zone',
    async ({ zone, from, to, hours, twos }) => {
      const { page } = dashboard;
      await dashboard.open(`/?from=${from}&to=${to}&zone=${zone}`);
      const panel = page.getByRole('region', { name: 'Network traffic beside what is usual' });
      const chart = panel.getByRole('img', { name: /^Upload, / });
      await chart.waitFor();
      const labels = (await chart.locator('text').allTextContents()).filter((label) => /\d:|Mar/.test(label));
      // Round hours behind the change too.
      expect(labels).toEqual(['10 Mar', '06:00', '12:00', '18:00', '11 Mar']);
      await panel.getByRole('button', { name: 'Show as table: Network: upload' }).click();
      const table = page.getByRole('region', { name: 'Network: upload as table' });
      await table.getByRole('columnheader', { name: `Time (${zone})` }).waitFor();
      await expect.poll(() => table.getByRole('rowheader').count(), patiently).toBe(hours * 6);
      const times = await table.getByRole('rowheader').allTextContents();
      const seen = times.filter((time) => time.startsWith('10 Mar 02:00'));
      expect(seen).toEqual(twos.map((shown) => expect.stringMatching(shown) as unknown));
      expect(times[0]).toMatch(/^10 Mar 00:00–00:10 /);
      expect(times.at(-1)).toMatch(/^10 Mar 23:50–00:00 /);
    },
  );

  it('are drawn on the scale that the address says', async () => {
    const { page } = dashboard;
    await dashboard.open('/devices/62.0');
    const panel = page.getByRole('region', { name: 'Traffic beside what is usual' });
    await panel.getByRole('link', { name: 'Logarithmic scale' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('scale')).toBe('logarithmic');
    await panel.getByRole('link', { name: 'Linear scale' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('scale')).toBeNull();
  });
});
