import { expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('the network and a device beside what is usual', (executablePath) => {
  // What is usual at a time of the day is known from the fifth day on; the newest six hours are of it.
  const dashboard = useDashboard(executablePath, { slots: 4 * 144 + 36 });

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
        .toMatch(/: upload [\d.]+\s\S+, usual [\d.]+\s\S+ to [\d.]+\s\S+, above usual$/);
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

  it('say that they are learning while the same time was seen on fewer than four days', async () => {
    await dashboard.open('/?from=2024-01-02T00:00:00Z&to=2024-01-03T00:00:00Z');
    const panel = dashboard.page.getByRole('region', { name: 'Network traffic beside what is usual' });
    await panel.getByRole('img', { name: /^Upload, .*: still learning, nothing is usual yet\.$/ }).waitFor();
    await expect
      .poll(() => panel.getByText('learning, until the same time was seen on four days').count())
      .toBeGreaterThan(0);
  });

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
