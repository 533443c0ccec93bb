import { expect, it } from 'vitest';
import { useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('the dashboard', (executablePath) => {
  const dashboard = useDashboard(executablePath);

  it('shows an attack that begins while someone watches, without a reload, and not under the pointer', async () => {
    await dashboard.open('/');
    const { page } = dashboard;
    await page.getByText('Nothing is wrong now').waitFor();
    await page.evaluate(() => ((window as { notReloaded?: boolean }).notReloaded = true));
    const wrongNow = page.getByRole('region', { name: 'Wrong now' });
    await wrongNow.getByText('Nothing is wrong now').hover();
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    await wrongNow.getByRole('button', { name: /^Show \d new$/ }).waitFor();
    expect(await wrongNow.getByText('4114').count()).toBe(0);
    await page.mouse.move(0, 0);
    await wrongNow.getByText('4114').first().waitFor();
    expect(await page.evaluate(() => (window as { notReloaded?: boolean }).notReloaded)).toBe(true);
  });

  it('keeps the range in the address: a link shows another browser the same page', async () => {
    const { page } = dashboard;
    await page.goto(`${dashboard.url}/subscribers/4114?from=2024-01-01T12:00:00Z&to=2024-01-02T02:00:00Z`);
    await page.getByRole('heading', { name: /4114/ }).waitFor();
    await page.reload();
    await page
      .getByRole('img', { name: /upload/i })
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('2024-01-01T12:00:00Z');
  });

  it('says that it is reconnecting while the server is away, and goes on when it is back', async () => {
    dashboard.expectComplaint('ERR_CONNECTION_REFUSED');
    await dashboard.open('/');
    const { page } = dashboard;
    await dashboard.stopApp();
    await page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
    await dashboard.startApp();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    expect(await page.getByRole('status').filter({ hasText: 'Reconnecting' }).count()).toBe(0);
  }, 60_000);
});
