/** A running app over two devices with a subscriber each, and a browser on its dashboard: what browser tests start from. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { writeQuickRule } from './quick-rule.ts';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, firstSlot, type SnapshotFolder } from './snapshot-folder.ts';
import { useWatchedPage, type WatchedPage } from './watched-page.ts';

/** Slots in which the network is learned, unless a test wants more of the past. */
const learned = 150;
const wobble = (slot: number): number => 1 + 0.05 * Math.sin(slot * 2.4);

/** For `expect.poll`: machines with two busy cores take their time. */
export const patiently = { timeout: 15_000 } as const;

export interface DashboardFixture extends WatchedPage {
  readonly url: string;
  /** Asks the API, as `RunningApp` does. */
  readonly query: RunningApp['query'];
  /** One more slot of both devices; the first subscriber's upload is `upFactor` times the usual. `more` are further lines of 62.0. */
  writeSlot(upFactor?: number, more?: readonly string[]): Promise<void>;
  stopApp(): Promise<void>;
  /** On the port it had. */
  startApp(): Promise<void>;
}

interface Options {
  /** Numbers of the subscribers on 62.0 and 69.0. */
  readonly subscribers?: readonly [string, string];
  /** So many more on 69.0; none unless given. Anomalies have a cohort only where it has a thousand slots to compare with. */
  readonly quietSubscribers?: number;
  /** Slots that there are when the tests begin. */
  readonly slots?: number;
  /** Start of the first one, epoch milliseconds; that of 2024 unless given. */
  readonly from?: number;
  readonly context?: BrowserContextOptions;
}

/** Call within a `describe`: it starts and stops with the tests there, which get a fresh context each. */
export function useDashboard(executablePath: string, options: Options = {}): DashboardFixture {
  const [first, second] = options.subscribers ?? ['4114', '7560'];
  const quiet = Array.from({ length: options.quietSubscribers ?? 0 }, (_, index) => `90${10 + index}`);
  let folder: SnapshotFolder;
  let data: string;
  let app: RunningApp;
  const begin = options.from === undefined ? 0 : (options.from / 1000 - firstSlot) / 600;
  let slot = begin;

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
    while (slot < begin + (options.slots ?? learned)) await writeSlot();
    app = await start();
    await app.until<{ ingest: { phase: string } }>('{ ingest { phase } }', (answer) => answer.ingest.phase === 'LIVE');
  }, 240_000);

  afterAll(async () => {
    await app.stop();
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  });

  const watched = useWatchedPage(executablePath, () => app.url, options.context);
  return {
    get url() {
      return app.url;
    },
    get page() {
      return watched.page;
    },
    get context() {
      return watched.context;
    },
    open: (path) => watched.open(path),
    expectComplaint: (text) => watched.expectComplaint(text),
    query: (document, variables) => app.query(document, variables),
    writeSlot,
    stopApp: () => app.stop(),
    async startApp() {
      app = await start('--port', new URL(app.url).port);
    },
  };
}

/** Looking through a page of charts takes a busy machine longer than anything on it. */
const untilLookedThrough = { timeout: 60_000 } as const;

/** No violation of WCAG 2.2 AA or of good practice that a program can find, but for the rules named. */
export async function expectNothingForAxe(page: Page, ...withoutRules: string[]): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  // A theme takes a moment to be painted.
  await expect
    .poll(() => faultsOf(new AxeBuilder({ page }).withTags(tags).disableRules(withoutRules)), untilLookedThrough)
    .toEqual([]);
}

/** What axe finds by the rules that another theme can break: what else a page consists of is the same in all of them. */
export function colourFaults(page: Page): Promise<string[]> {
  return faultsOf(new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));
}

async function faultsOf(builder: AxeBuilder): Promise<string[]> {
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}
