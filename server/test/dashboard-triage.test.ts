import { beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

describeWithChromium('triage on the dashboard', (executablePath) => {
  const dashboard = useDashboard(executablePath, { quietSubscribers: 60 });
  const notice = (page: Page) => page.getByRole('status').filter({ has: page.getByRole('button') });
  const triage = (page: Page) => page.getByRole('region', { name: 'Triage' });
  const wrongNow = () => dashboard.page.getByRole('region', { name: 'Wrong now' });

  /** A second person, in a browser of his own. */
  async function colleague(name: string): Promise<Page> {
    const context = await dashboard.page.context().browser()!.newContext({ reducedMotion: 'reduce' });
    await context.addInitScript((mine) => localStorage.setItem('tidewatch-person-name', mine), name);
    return context.newPage();
  }
  const live = (page: Page) => page.getByRole('status').filter({ hasText: 'Live' }).waitFor();

  beforeAll(async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
  });

  async function openAnomaly(): Promise<string> {
    await dashboard.open('/');
    await wrongNow().getByText('4114').first().waitFor();
    await wrongNow().locator('[data-anomaly]').first().click();
    await triage(dashboard.page).waitFor();
    return dashboard.page.url();
  }

  it('goes from the overview to a verdict in five keystrokes', async () => {
    await dashboard.open('/');
    const { page } = dashboard;
    await wrongNow().getByText('4114').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await triage(page).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('dialog').getByRole('radio').first().waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await notice(page).getByText('Verdict set on 1 anomaly.').waitFor();
    const verdict = triage(page).getByRole('button', { name: 'Infected' });
    expect(await verdict.getAttribute('aria-pressed')).toBe('true');
    await triage(page).getByText('local found: infected').waitFor();
    await page.keyboard.press('u');
    await notice(page).getByText('Taken back.').waitFor();
    await expect.poll(() => verdict.getAttribute('aria-pressed'), patiently).toBe('false');
  });

  it('shows two people what the other one does, without a reload', async () => {
    const address = await openAnomaly();
    const other = await colleague('Zoë');
    await other.goto(address);
    await live(other);
    await triage(other).getByRole('button', { name: 'Acknowledge' }).click();
    await triage(dashboard.page).getByText('Zoë acknowledged it').waitFor();
    await triage(dashboard.page).getByRole('button', { name: 'Assign to me' }).click();
    await triage(other).getByText('local assigned it to local').waitFor();
    const state = triage(other).getByRole('definition');
    await expect.poll(() => state.allInnerTexts(), patiently).toEqual(['Zoë', 'local', 'none yet']);
    await other.context().close();
  });

  it('says who was faster, and shows what stands', async () => {
    const address = await openAnomaly();
    const { page } = dashboard;
    await page.getByRole('button', { name: /^Pause/ }).click();
    const other = await colleague('Zoë');
    await other.goto(address);
    await live(other);
    await triage(other).getByRole('button', { name: 'Backup' }).click();
    await notice(other).getByText('Verdict set').waitFor();
    await triage(page).getByRole('button', { name: 'Server' }).click();
    await notice(page).getByText('Zoë was faster').waitFor();
    const backup = triage(page).getByRole('button', { name: 'Backup' });
    await expect.poll(() => backup.getAttribute('aria-pressed'), patiently).toBe('true');
    await triage(page).getByText('Zoë found: backup').waitFor();
    await notice(other).getByRole('button', { name: 'Undo' }).click();
    await notice(other).getByText('Taken back.').waitFor();
    await other.context().close();
  });

  it('takes back what it showed when the server does not answer, says so, and does it when it is tried again', async () => {
    await openAnomaly();
    const { page } = dashboard;
    dashboard.expectComplaint('net::ERR_CONNECTION_FAILED');
    const verdict = triage(page).getByRole('button', { name: 'Backup' });
    const pressed = () => verdict.getAttribute('aria-pressed');
    const cut = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      const asked = route.request().postDataJSON() as { operationName?: string };
      if (asked.operationName !== 'SetVerdict') return route.continue();
      await cut.promise;
      await route.abort('connectionfailed');
    });
    await verdict.click();
    await expect.poll(pressed, patiently).toBe('true');
    cut.resolve();
    await notice(page).getByText('The server did not answer; nothing was done.').waitFor();
    await expect.poll(pressed, patiently).toBe('false');
    await page.unroute('**/graphql');
    await notice(page).getByRole('button', { name: 'Try again' }).click();
    await notice(page).getByText('Verdict set on 1 anomaly.').waitFor();
    await expect.poll(pressed, patiently).toBe('true');
    await notice(page).getByRole('button', { name: 'Undo' }).click();
    await notice(page).getByText('Taken back.').waitFor();
  });

  it('judges what is selected, and takes it back in one step', async () => {
    await dashboard.open('/anomalies');
    const { page } = dashboard;
    const rows = page.getByRole('row').filter({ hasText: '4114' });
    const judged = rows.filter({ hasText: 'Data fault' });
    await expect.poll(() => rows.count(), patiently).toBeGreaterThan(0);
    for (const key of ['j', 'x']) await page.keyboard.press(key);
    await page.getByRole('group', { name: 'What to do with those selected' }).getByText('1 selected').waitFor();
    await page.keyboard.press('v');
    await page.getByRole('dialog').getByRole('radio').first().waitFor();
    await page.keyboard.press('6');
    await page.keyboard.press('Enter');
    await notice(page).getByText('Verdict set on 1 anomaly.').waitFor();
    expect(await judged.count()).toBe(1);
    await notice(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => judged.count(), patiently).toBe(0);
  });

  it('mutes a subscriber with a reason: his rows say so, in front of others too', async () => {
    await dashboard.open('/anomalies?suppressed=1');
    const { page } = dashboard;
    const other = await colleague('Zoë');
    await other.goto(`${dashboard.url}/anomalies`);
    await live(other);
    const muted = (of: Page) => of.getByRole('row').filter({ hasText: /Not reported: muted by local until .*: moves/ });
    await other.getByRole('row').filter({ hasText: '4114' }).first().waitFor();
    await page.getByRole('row').filter({ hasText: '4114' }).first().getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Mute…' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('moves house');
    await page.getByRole('dialog').getByRole('button', { name: 'Mute', exact: true }).click();
    await muted(page).first().waitFor();
    await muted(other).first().waitFor();
    await notice(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await muted(page).count()) + (await muted(other).count()), patiently).toBe(0);
    await other.context().close();
  });

  it('mutes a whole cohort for one kind, lists it among the mutes, and ends it there', async () => {
    await openAnomaly();
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Mute…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'All subscribers of the network' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Only: / })
      .click();
    await page.getByRole('dialog').getByLabel('Reason').fill('firmware is rolled out');
    await page.getByRole('dialog').getByRole('button', { name: 'Mute', exact: true }).click();
    await notice(page).getByText('1 mute made.').waitFor();
    const other = await colleague('Zoë');
    await other.goto(`${dashboard.url}/mutes`);
    await live(other);
    const listed = other.getByRole('row').filter({ hasText: 'firmware is rolled out' });
    expect(await listed.innerText()).toMatch(/^All subscribers of the network\s+(Upload surge|Burst)\s/);
    await expectNothingForAxe(other);
    await listed.getByRole('button', { name: 'End the mute of All subscribers of the network' }).click();
    await notice(other).getByText('Mute ended.').waitFor();
    await other.getByText('Nothing is muted').waitFor();
    await other.getByRole('button', { name: 'All', exact: true }).click();
    await listed.getByText('ended by Zoë').waitFor();
    await notice(other).getByRole('button', { name: 'Undo' }).click();
    await listed.getByRole('button', { name: /^End the mute/ }).click();
    await notice(other).getByText('Mute ended.').waitFor();
    await other.context().close();
  }, 60_000);

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing for axe to find on the page of an anomaly and its dialogs, ${colorScheme}`, async () => {
      await dashboard.page.emulateMedia({ colorScheme });
      await openAnomaly();
      const { page } = dashboard;
      await page
        .getByRole('img', { name: /upload/i })
        .first()
        .waitFor();
      await expectNothingForAxe(page);
      for (const name of ['v', 'mute']) {
        await (name === 'v' ? page.keyboard.press('v') : page.getByRole('button', { name: 'Mute…' }).click());
        await page.getByRole('dialog').getByRole('textbox').first().waitFor();
        await expectNothingForAxe(page);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }, 60_000);
  }
});
