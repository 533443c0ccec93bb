import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWithChromium } from './requires.ts';
import { writeQuickRule } from './quick-rule.ts';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type Rates, type SnapshotFolder } from './snapshot-folder.ts';

const learned = 150;
const wobble = (slot: number): number => 1 + 0.05 * Math.sin(slot * 2.4);
const usual = (slot: number): Rates => ({
  '4114': [20_000 * wobble(slot), 90_000 * wobble(slot + 1)],
  '7560': [50_000 * wobble(slot), 100_000 * wobble(slot + 2)],
});

const headless = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let folder: SnapshotFolder;
let data: string;
let app: RunningApp;
let slot = 0;

async function start(...more: string[]): Promise<RunningApp> {
  return startAppOn(folder, data, '--rule', await writeQuickRule(data), ...more);
}

/** One more slot of both devices; 4114's upload is `upFactor` times the usual. */
async function writeSlot(upFactor = 1): Promise<void> {
  const rates = usual(slot);
  await folder.write('62.0', slot, { '4114': [rates['4114']![0] * upFactor, rates['4114']![1]] });
  await folder.write('69.0', slot, { '7560': rates['7560']! });
  slot++;
}

describeWithChromium('the dashboard', (executablePath) => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let requested: string[];
  let mistakes: string[];

  beforeAll(async () => {
    folder = await createSnapshotFolder();
    data = await mkdtemp(join(tmpdir(), 'tidewatch-dashboard-'));
    while (slot < learned) await writeSlot();
    app = await start();
    await app.until<{ ingest: { phase: string } }>('{ ingest { phase } }', (answer) => answer.ingest.phase === 'LIVE');
    browser = await chromium.launch({ executablePath, args: headless });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  });

  beforeEach(async () => {
    context = await browser.newContext({ reducedMotion: 'reduce' });
    page = await context.newPage();
    requested = [];
    mistakes = [];
    page.on('request', (request) => requested.push(request.url()));
    page.on('pageerror', (error) => mistakes.push(error.message));
    page.on('console', (message) => message.type() === 'error' && mistakes.push(message.text()));
  });

  afterEach(async () => {
    await context.close();
    expect(mistakes).toEqual([]);
    const elsewhere = requested.filter(
      (url) => !url.startsWith(app.url) && !url.startsWith('data:') && !url.startsWith('blob:'),
    );
    expect(elsewhere).toEqual([]);
  });

  it('shows an attack that begins while someone watches, without a reload', async () => {
    await page.goto(app.url);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await page.getByText('Nothing is wrong now').waitFor();
    await page.evaluate(() => ((window as { notReloaded?: boolean }).notReloaded = true));
    for (let n = 0; n < 3; n++) await writeSlot(100);
    await page.getByRole('region', { name: 'Wrong now' }).getByText('4114').first().waitFor();
    expect(await page.evaluate(() => (window as { notReloaded?: boolean }).notReloaded)).toBe(true);
  });

  it('keeps the range in the address: a link shows another browser the same page', async () => {
    await page.goto(`${app.url}/subscribers/4114?from=2024-01-01T12:00:00Z&to=2024-01-02T02:00:00Z`);
    await page.getByRole('heading', { name: /4114/ }).waitFor();
    await page.reload();
    await page
      .getByRole('img', { name: /upload/i })
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('2024-01-01T12:00:00Z');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const path of [
      '/',
      '/anomalies',
      '/devices',
      '/devices/62.0',
      '/subscribers',
      '/subscribers/4114?range=24h',
    ]) {
      it(`has nothing for axe to find on ${path}, ${colorScheme}`, async () => {
        await page.emulateMedia({ colorScheme });
        await page.goto(app.url + path);
        await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
        await page.getByRole('heading').first().waitFor();
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
      });
    }
  }

  it('says that it is reconnecting while the server is away, and goes on when it is back', async () => {
    const { port } = new URL(app.url);
    await page.goto(app.url);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await app.stop();
    await page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
    app = await start('--port', port);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    expect(await page.getByRole('status').filter({ hasText: 'Reconnecting' }).count()).toBe(0);
    mistakes = mistakes.filter((text) => !text.includes('ERR_CONNECTION_REFUSED'));
  }, 60_000);
});
