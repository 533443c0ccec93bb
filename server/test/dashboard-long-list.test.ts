import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { liveStatus, startApi, type TestApi } from './api-fixture.ts';
import { expectNothingForAxe, patiently } from './dashboard-fixture.ts';
import { anomalyOf, eventOf, slotSeconds } from './history-commits.ts';
import { openLongHistory, pastAnomaly, type LongHistory } from './long-history.ts';
import { describeWithChromium } from './requires.ts';
import { tabThrough } from './tab-through.ts';
import { useWatchedPage } from './watched-page.ts';

const anomalies = 5_000;
const all = '/anomalies?from=2024-01-01T00:00:00Z&to=2024-12-31T00:00:00Z';
const dashboardDir = fileURLToPath(new URL('../../web/build', import.meta.url));

// What 100,000 cost is measured by `npm run bench -- dashboard --only list`.
describeWithChromium(`a list of ${anomalies} anomalies`, (executablePath) => {
  let long: LongHistory;
  let api: TestApi;

  beforeAll(async () => {
    long = await openLongHistory(anomalies);
    const status = { ...liveStatus, dataAsOf: long.lastSlot };
    api = await startApi(long.history, { dashboardDir, status: { current: () => status } });
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    await long.remove();
  });

  const watched = useWatchedPage(executablePath, () => api.url);
  const drawn = () => watched.page.locator('[data-row]');
  const rowAt = (index: number) => watched.page.locator(`[data-row="${index}"]`);
  const foot = () => watched.page.getByText(new RegExp(`^[\\d,]+–[\\d,]+ of [\\d,]+$`));
  const notice = () => watched.page.getByRole('status').filter({ has: watched.page.getByRole('button') });
  /** Index of the row that has the focus; -1 for none. */
  const focused = () =>
    watched.page.evaluate(() =>
      Number(document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1),
    );

  async function press(key: string, times = 1): Promise<void> {
    for (let n = 0; n < times; n++) await watched.page.keyboard.press(key);
  }
  /** As often as it takes: the next page may still be on its way. */
  async function goTo(index: number): Promise<void> {
    const goOn = async () => {
      const way = index - (await focused());
      await press(way > 0 ? 'j' : 'k', Math.abs(way));
      return focused();
    };
    await expect.poll(goOn, patiently).toBe(index);
  }
  async function open(more = ''): Promise<void> {
    await watched.open(all + more);
    await drawn().first().waitFor();
  }
  const placeOf = async (row: Locator) => (await row.boundingBox())!.y;

  it('is drawn row by row as it is scrolled, fewer than a hundred at a time, to its far end', async () => {
    await open();
    const { page } = watched;
    expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(anomalies + 1));
    const counts: number[] = [];
    await expect
      .poll(
        async () => {
          await press('End');
          counts.push(await drawn().count());
          return drawn().last().getAttribute('aria-rowindex');
        },
        { timeout: 60_000, interval: 20 },
      )
      .toBe(String(anomalies + 1));
    expect(Math.max(...counts)).toBeLessThan(100);
    expect(await drawn().last().innerText()).toContain(pastAnomaly(0).subscriber!);
    expect(await foot().innerText()).toMatch(/5,000 of 5,000$/);
    const bar = await page.getByRole('banner').boundingBox();
    expect(await placeOf(page.locator('thead'))).toBe(bar!.y + bar!.height);
    await press('Home');
    await expect.poll(() => foot().innerText(), patiently).toMatch(/^1–/);
    expect(await drawn().first().getAttribute('aria-rowindex')).toBe('2');
  }, 90_000);

  it('is gone through by keys over the end of what is loaded, each row whole between the bars', async () => {
    await open();
    const { page } = watched;
    await goTo(0);
    await goTo(55);
    const within = async (index: number) => {
      const box = (await rowAt(index).boundingBox())!;
      const head = (await page.locator('thead').boundingBox())!;
      expect(box.y).toBeGreaterThanOrEqual(head.y + head.height);
      expect(box.y + box.height).toBeLessThanOrEqual((await foot().boundingBox())!.y);
    };
    await within(55);
    await goTo(40);
    await within(40);
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(() => rowAt(0).count(), patiently).toBe(1);
    // The row with the focus is still there, far below, and the next one is the one after it.
    expect(await focused()).toBe(40);
    await press('j');
    expect(await focused()).toBe(41);
    await within(41);
    await press('Enter');
    await expect.poll(() => new URL(page.url()).pathname, patiently).toMatch(/^\/anomalies\/./);
    await page.goBack();
    await expect.poll(focused, patiently).toBe(41);
    await within(41);
  }, 60_000);

  it('is acted on in one step on what was selected all over it, and taken back in one', async () => {
    await open();
    const seen = async () => {
      const { data } = await api.graphql('{ anomalies(first: 200) { edges { node { triage { acknowledgedBy } } } } }');
      const { edges } = data['anomalies'] as { edges: { node: { triage: { acknowledgedBy: string | null } } }[] };
      return edges.flatMap(({ node }, index) => (node.triage.acknowledgedBy === null ? [] : [index]));
    };
    for (const index of [0, 1, 55]) {
      await goTo(index);
      await press('x');
    }
    expect(await rowAt(0).count()).toBe(0);
    await watched.page.getByRole('group', { name: 'What to do with those selected' }).getByText('3 selected').waitFor();
    await press('a');
    await notice().getByText('3 anomalies acknowledged.').waitFor();
    expect(await seen()).toEqual([0, 1, 55]);
    await rowAt(55).getByText('seen by local').waitFor();
    await press('u');
    await notice().getByText('Taken back.').waitFor();
    expect(await seen()).toEqual([]);
    await expect.poll(() => rowAt(55).getByText('seen by local').count(), patiently).toBe(0);
  }, 60_000);

  it('keeps what is read where it is when new ones come, and shows them when asked', async () => {
    await open('&sort=severity');
    const { page } = watched;
    await goTo(25);
    const id = await rowAt(25).locator('[data-anomaly]').getAttribute('data-anomaly');
    const read = drawn().filter({ has: page.locator(`[data-anomaly="${id}"]`) });
    const [before, place] = [Number(await read.getAttribute('aria-rowindex')), await placeOf(read)];
    const fresh = [0, 1].map((n) =>
      anomalyOf({
        id: `new${n}`,
        severity: 'critical',
        openedAt: long.lastSlot,
        detectedAt: long.lastSlot + slotSeconds,
      }),
    );
    api.feed.publish(
      'anomaly',
      fresh.map((anomaly, n) => eventOf('opened', anomaly.detectedAt + 100 * slotSeconds, n, anomaly)),
    );
    const show = page.getByRole('button', { name: 'Show 2 new' }).last();
    await show.waitFor();
    expect(await placeOf(read)).toBe(place);
    await show.click();
    await expect.poll(() => read.getAttribute('aria-rowindex'), patiently).toBe(String(before + fresh.length));
    expect(Math.abs((await placeOf(read)) - place)).toBeLessThan(1);
  }, 60_000);

  it.each([
    { width: 1280, height: 600 },
    { width: 390, height: 660 },
  ])(
    'is gone through by Tab, there and back, with nothing behind its bars: $width pixels wide',
    async (size) => {
      await watched.page.setViewportSize(size);
      await open();
      await goTo(3);
      await press('x');
      await watched.page.getByRole('group', { name: 'What to do with those selected' }).waitFor();
      const steps = 150;
      expect(await tabThrough(watched.page, 'Tab', steps)).toEqual({ steps, covered: [] });
      expect(await focused()).toBeGreaterThan(15);
      expect(await tabThrough(watched.page, 'Shift+Tab', steps)).toEqual({ steps, covered: [] });
    },
    60_000,
  );

  it('is copied row by row and value by value, in the columns that are shown, which it remembers', async () => {
    await watched.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open();
    const { page } = watched;
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'View of the list' }).click();
    for (const column of ['Severity', 'Observed and usual, how rare', 'Triage', 'Opened'])
      await page.getByRole('checkbox', { name: column }).uncheck();
    await page.getByRole('radio', { name: 'Compact' }).check();
    await page.reload();
    await goTo(1);
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['', 'Kind', 'Whose', 'Device', 'Reason']);
    expect(await page.evaluate(() => document.documentElement.dataset['density'])).toBe('compact');
    await press('c');
    await page.getByText('1 row copied.').waitFor();
    const { subscriber, device, reason } = pastAnomaly(anomalies - 2);
    expect((await copied()).split('\t').slice(1)).toEqual([subscriber, device, reason]);
    await press('C');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Whose/ })
      .click();
    await page.getByText('Whose copied.').waitFor();
    expect(await copied()).toBe(subscriber);
    // The focus is back in the row, so that the keys go on.
    await press('j');
    expect(await focused()).toBe(2);
  }, 60_000);

  it('shows one subscriber when the address says so, and everybody when that is taken out', async () => {
    const { subscriber } = pastAnomaly(0);
    const { data } = await api.graphql('query ($number: String!) { subscriber(number: $number) { id } }', {
      number: subscriber,
    });
    const { id } = (data as { readonly subscriber: { readonly id: string } }).subscriber;
    await open(`&subscriber=${encodeURIComponent(id)}`);
    const { page } = watched;
    const of = Math.ceil(anomalies / 4000);
    await page.getByText(`${of} anomalies`).waitFor();
    expect(await drawn().count()).toBe(of);
    expect(await foot().count()).toBe(0);
    await page.getByRole('button', { name: 'One subscriber: take out this filter' }).click();
    await page.getByText('5,000 anomalies').waitFor();
    expect(new URL(page.url()).searchParams.has('subscriber')).toBe(false);
  }, 60_000);

  it('says on the page of a device which of its rows are in sight, and nothing while none is', async () => {
    const { page } = watched;
    await watched.open(all.replace('/anomalies', `/devices/${pastAnomaly(1).device}`));
    await drawn().first().waitFor();
    expect(await placeOf(rowAt(0))).toBeGreaterThan(page.viewportSize()!.height);
    expect(await foot().count()).toBe(0);
    await rowAt(0).scrollIntoViewIfNeeded();
    const range = async () => (await foot().innerText()).match(/\d+/g)!.slice(0, 2).map(Number);
    await expect.poll(async () => (await range())[0], patiently).toBe(1);
    const [, last] = await range();
    const line = (await foot().boundingBox())!;
    expect(await placeOf(rowAt(last! - 1))).toBeLessThan(line.y + line.height);
    expect(await placeOf(rowAt(last!))).toBeGreaterThan(line.y - line.height);
  }, 60_000);

  it('is read on a phone in the same way', async () => {
    await watched.page.setViewportSize({ width: 390, height: 844 });
    await open();
    const { page } = watched;
    await expect
      .poll(
        async () => {
          await press('End');
          return Number(await drawn().last().getAttribute('aria-posinset'));
        },
        { ...patiently, interval: 20 },
      )
      .toBeGreaterThan(500);
    expect(await drawn().count()).toBeLessThan(100);
    expect(await drawn().last().getAttribute('aria-setsize')).toBe(String(anomalies));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectNothingForAxe(page, 'target-size');
  }, 60_000);

  it('goes on paper with all rows that are loaded, one after the other, and is read on where it was', async () => {
    await open();
    const { page } = watched;
    await goTo(25);
    const place = await placeOf(rowAt(25));
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const indices = await drawn().evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-row'))));
    expect(indices).toEqual(indices.map((_, n) => n));
    expect(indices.length).toBeGreaterThanOrEqual(50);
    expect(await page.locator('tbody tr[aria-hidden]').count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(Math.abs((await placeOf(rowAt(25))) - place)).toBeLessThan(1);
  }, 60_000);

  it('has nothing for axe to find in its middle, with rows selected and the menus open', async () => {
    await open();
    const { page } = watched;
    await goTo(20);
    await press('x');
    await press('C');
    await page.getByRole('dialog').waitFor();
    // Rows go on under the bars, which axe takes for targets too close to others.
    await expectNothingForAxe(page, 'target-size');
    await press('Escape');
    await press('Home');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: 'View of the list' }).click();
    await page.getByRole('radio', { name: 'Compact' }).waitFor();
    await expectNothingForAxe(page, 'target-size');
  }, 120_000);
});
