/** A running app over two devices with a subscriber each, and a browser on its dashboard: what browser tests start from. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { writeQuickRule } from './quick-rule.ts';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type SnapshotFolder } from './snapshot-folder.ts';

/** Slots in which the network is learned. */
const learned = 150;
const wobble = (slot: number): number => 1 + 0.05 * Math.sin(slot * 2.4);

/** For `expect.poll`: machines with two busy cores take their time. */
export const patiently = { timeout: 15_000 } as const;

export interface DashboardFixture {
  readonly url: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** Asks the API, as `RunningApp` does. */
  readonly query: RunningApp['query'];
  /** One more slot of both devices; the first subscriber's upload is `upFactor` times the usual. `more` are further lines of 62.0. */
  writeSlot(upFactor?: number, more?: readonly string[]): Promise<void>;
  /** Goes to a page and waits until it is live. */
  open(path: string): Promise<void>;
  /** What the test breaks on purpose the browser complains of: complaints with this text do not fail it. */
  expectComplaint(text: string): void;
  stopApp(): Promise<void>;
  /** On the port it had. */
  startApp(): Promise<void>;
}

interface Options {
  /** Numbers of the subscribers on 62.0 and 69.0. */
  readonly subscribers?: readonly [string, string];
  /** So many more on 69.0; none unless given. Anomalies have a cohort only where it has a thousand slots to compare with. */
  readonly quietSubscribers?: number;
  readonly context?: BrowserContextOptions;
}

/** Call within a `describe`: it starts and stops with the tests there, which get a fresh context each. */
export function useDashboard(executablePath: string, options: Options = {}): DashboardFixture {
  const [first, second] = options.subscribers ?? ['4114', '7560'];
  const quiet = Array.from({ length: options.quietSubscribers ?? 0 }, (_, index) => `90${10 + index}`);
  let folder: SnapshotFolder;
  let data: string;
  let app: RunningApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let slot = 0;
  let requested: string[] = [];
  let mistakes: string[] = [];
  let expected: string[] = [];

  const start = async (...more: string[]) => startAppOn(folder, data, '--rule', await writeQuickRule(data), ...more);
  async function writeSlot(upFactor = 1, more: readonly string[] = []): Promise<void> {
    const [up, down] = [20_000 * wobble(slot) * upFactor, 90_000 * wobble(slot + 1)];
    await folder.write('62.0', slot, { [first]: [up, down] }, more);
    const usual: [number, number] = [50_000 * wobble(slot), 100_000 * wobble(slot + 2)];
    await folder.write('69.0', slot, Object.fromEntries([second, ...quiet].map((number) => [number, usual])));
    slot++;
  }

  beforeAll(async () => {
    folder = await createSnapshotFolder();
    data = await mkdtemp(join(tmpdir(), 'tidewatch-dashboard-'));
    while (slot < learned) await writeSlot();
    app = await start();
    await app.until<{ ingest: { phase: string } }>('{ ingest { phase } }', (answer) => answer.ingest.phase === 'LIVE');
    browser = await launchBrowser(executablePath);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  });

  beforeEach(async () => {
    context = await browser.newContext({ reducedMotion: 'reduce', ...options.context });
    page = await context.newPage();
    [requested, mistakes, expected] = [[], [], []];
    page.on('request', (request) => requested.push(request.url()));
    page.on('pageerror', (error) => mistakes.push(error.message));
    page.on('console', (message) => message.type() === 'error' && mistakes.push(message.text()));
  });

  afterEach(async () => {
    await context.close();
    expect(mistakes.filter((mistake) => !expected.some((text) => mistake.includes(text)))).toEqual([]);
    const elsewhere = requested.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(app.url));
    expect(elsewhere).toEqual([]);
  });

  return {
    get url() {
      return app.url;
    },
    get page() {
      return page;
    },
    get context() {
      return context;
    },
    query: (document, variables) => app.query(document, variables),
    writeSlot,
    async open(path) {
      await page.goto(app.url + path);
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    },
    expectComplaint: (text) => void expected.push(text),
    stopApp: () => app.stop(),
    async startApp() {
      app = await start('--port', new URL(app.url).port);
    },
  };
}

/** No violation of WCAG 2.2 AA or of good practice that a program can find. */
export async function expectNothingForAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}
