import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { addressOf, dashboardRoutes, findExamples, type RouteExamples } from './dashboard-routes.ts';
import { describeWithChromium } from './requires.ts';

/** Numbers that are nowhere by chance. */
const planted = ['86753090', '70318624'] as const;
/** Nobody has it. */
const unknown = '86753099';
const [infected] = planted;
/** Beside every route: what a page shows only when it is asked for. */
const further = [
  `/anomalies?range=30d&suppressed=1&subscriber=${infected}`,
  `/subscribers/${unknown}`,
  `/nowhere/${infected}`,
  '/mutes?mutes=all',
];

/** Whatever a person sees or hears of the page: texts, title, and the attributes that are shown or read out. Addresses are not. */
function everythingSaid(): string {
  const silent = new Set(['href', 'id', 'for', 'class', 'style', 'd', 'src']);
  const attributes = [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].filter(({ name }) => !silent.has(name)).map(({ name, value }) => `${name}=${value}`),
  );
  return [document.title, document.body.textContent, ...attributes].join('\n');
}

/** Name and content of the file. */
async function savedBy(page: Page, button: Locator): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return `${download.suggestedFilename()}\n${await readFile(await download.path(), 'utf8')}`;
}

describeWithChromium('privacy mode', (executablePath) => {
  const dashboard = useDashboard(executablePath, { subscribers: planted });
  const said = () => dashboard.page.evaluate(everythingSaid);
  const settled = async () => {
    await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => dashboard.page.locator('.skeleton').count(), patiently).toBe(0);
  };
  const hide = () => dashboard.page.getByRole('button', { name: 'Numbers hidden' }).click();

  let examples: RouteExamples;

  /** A row whose number was read as a volume, and a mute that has ended: dead letters and mutes name subscribers too. */
  beforeAll(async () => {
    const broken = `1,3,${infected},02-01-2024 01:00:00,,600,${infected}x,0`;
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100, [broken]);
    examples = { ...(await findExamples(dashboard.query)), subscribers: infected };
    const input = { scope: { subscriber: infected }, until: '2024-01-01T00:00:00Z', reason: 'planted' };
    await dashboard.query('mutation ($input: MuteInput!) { mute(input: $input) { change } }', { input });
  }, 60_000);

  it('hides the numbers on the page that is open, with one click, and shows them again with another', async () => {
    await dashboard.open('/');
    await dashboard.page.getByRole('region', { name: 'Wrong now' }).getByText(infected).first().waitFor();
    await hide();
    expect(await said()).not.toContain(infected);
    await dashboard.page.getByRole('banner').getByText('Numbers hidden').waitFor();
    await expectNothingForAxe(dashboard.page);
    await hide();
    expect(await said()).toContain(infected);
  });

  it.each([...dashboardRoutes, ...further])(
    'says no number on %s, neither in text nor to a screen reader',
    async (route) => {
      await dashboard.page.addInitScript(() => localStorage.setItem('tidewatch-privacy', 'on'));
      await dashboard.open(addressOf(route, examples));
      await settled();
      const tables = dashboard.page.getByRole('button', { name: /^Show as table/ });
      const drawn = await said();
      for (let n = 0; n < (await tables.count()); n++) await tables.nth(n).click();
      const number = new RegExp(`.{0,40}(?:${[...planted, unknown].join('|')}).{0,40}`, 'g');
      expect(`${drawn}\n${await said()}`.match(number)).toBeNull();
    },
  );

  it('says none in what a rule on trial would have lost, nor in the files that are saved', async () => {
    await dashboard.page.addInitScript(() => localStorage.setItem('tidewatch-privacy', 'on'));
    const { page } = dashboard;
    await dashboard.open('/rules');
    await page.getByRole('textbox').fill('{}');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByRole('region', { name: /^Would have vanished: [1-9]/ }).waitFor();
    expect(await said()).not.toContain(infected);

    await dashboard.open('/talkers');
    await page.getByRole('table').getByRole('link').first().waitFor();
    const talkers = page.getByRole('button', { name: 'Save as CSV' });
    expect(await savedBy(page, talkers)).not.toContain(infected);
    await dashboard.open('/anomalies');
    expect(await savedBy(page, page.getByRole('button', { name: 'Save as CSV' }))).not.toContain(infected);
    await page.getByText('1 anomaly saved.').waitFor();
    await dashboard.open(`/subscribers/${infected}`);
    await page.getByRole('button', { name: /^Save or share: .*upload$/ }).click();
    for (const item of ['Numbers as CSV', 'Picture as SVG'])
      expect(await savedBy(page, page.getByRole('button', { name: item }))).not.toContain(infected);
  });

  it('says none in the search, neither among results nor among the pages that were open', async () => {
    await dashboard.open(`/subscribers/${infected}`);
    await hide();
    await dashboard.page.getByRole('link', { name: 'Overview' }).click();
    await dashboard.page.keyboard.press('Control+k');
    await dashboard.page.getByText('Pages you were on').first().waitFor();
    expect(await said()).not.toContain(infected);
    await dashboard.page.getByRole('combobox').fill('867');
    await dashboard.page.getByRole('option', { name: /Subscriber/ }).waitFor();
    expect(await said()).not.toContain(infected);
  });

  it('calls a subscriber the same on every page and after a reload, and two of them differently', async () => {
    await dashboard.open('/subscribers');
    await hide();
    const names = dashboard.page.getByRole('table').getByRole('link', { name: /^[A-Z]\d[A-Z]\d[A-Z]$/ });
    await names.first().waitFor();
    const before = await names.allInnerTexts();
    expect(new Set(before).size).toBe(2);
    await dashboard.page.reload();
    await names.first().waitFor();
    expect(await names.allInnerTexts()).toEqual(before);
    await dashboard.open(`/subscribers/${infected}`);
    const headingText = () => dashboard.page.getByRole('heading', { level: 1 }).innerText();
    await expect.poll(async () => before.includes((await headingText()).replace('Subscriber ', ''))).toBe(true);
    const heading = await headingText();
    expect(await dashboard.page.title()).toBe(`${heading} · Tidewatch`);
  });

  it('keeps reasons free of numbers: they are sentences that go anywhere', async () => {
    await dashboard.open('/anomalies?range=30d');
    const reasons = dashboard.page.getByRole('cell', { name: /usually/ });
    await reasons.first().waitFor();
    for (const reason of await reasons.allInnerTexts()) expect(reason).not.toContain(infected);
  });
});
