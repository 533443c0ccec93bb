import { expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

/** Numbers that are nowhere by chance. */
const planted = ['86753090', '70318624'] as const;
const [infected] = planted;
const routes = [
  '/',
  '/anomalies?range=30d',
  '/devices',
  '/devices/62.0',
  '/subscribers',
  `/subscribers?search=${infected.slice(0, 4)}`,
  `/subscribers/${infected}`,
  '/subscribers/86753099',
  '/ingest',
  '/settings',
];

/** Whatever a person sees or hears of the page: texts, title, and the attributes that are shown or read out. Addresses are not. */
function everythingSaid(): string {
  const silent = new Set(['href', 'id', 'for', 'class', 'style', 'd', 'src']);
  const attributes = [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].filter(({ name }) => !silent.has(name)).map(({ name, value }) => `${name}=${value}`),
  );
  return [document.title, document.body.textContent, ...attributes].join('\n');
}

describeWithChromium('privacy mode', (executablePath) => {
  const dashboard = useDashboard(executablePath, { subscribers: planted });
  const said = () => dashboard.page.evaluate(everythingSaid);
  const settled = async () => {
    await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => dashboard.page.locator('.skeleton').count(), patiently).toBe(0);
  };
  const hide = () => dashboard.page.getByRole('button', { name: 'Numbers hidden' }).click();

  it('hides the numbers on the page that is open, with one click, and shows them again with another', async () => {
    for (let n = 0; n < 3; n++) await dashboard.writeSlot(100);
    await dashboard.open('/');
    await dashboard.page.getByRole('region', { name: 'Wrong now' }).getByText(infected).first().waitFor();
    await hide();
    expect(await said()).not.toContain(infected);
    await dashboard.page.getByRole('banner').getByText('Numbers hidden').waitFor();
    await expectNothingForAxe(dashboard.page);
    await hide();
    expect(await said()).toContain(infected);
  });

  it.each(routes)('says no number on %s, neither in text nor to a screen reader', async (route) => {
    await dashboard.page.addInitScript(() => localStorage.setItem('tidewatch-privacy', 'on'));
    await dashboard.open(route);
    await settled();
    const text = await said();
    for (const number of [...planted, '86753099']) expect(text).not.toContain(number);
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
    const heading = await dashboard.page.getByRole('heading', { level: 1 }).innerText();
    expect(before).toContain(heading.replace('Subscriber ', ''));
    expect(await dashboard.page.title()).toBe(`${heading} · Tidewatch`);
  });

  it('keeps reasons free of numbers: they are sentences that go anywhere', async () => {
    await dashboard.open('/anomalies?range=30d');
    const reasons = dashboard.page.getByRole('cell', { name: /usually/ });
    await reasons.first().waitFor();
    for (const reason of await reasons.allInnerTexts()) expect(reason).not.toContain(infected);
  });
});
