/**
 * `npm run bench -- dashboard`: what the dashboard costs a reader, in Chromium on a processor slowed down four times, with
 * a cold cache, each figure beside what it should be. `--minutes 30` plays the half hour of live events at its usual pace,
 * `--only TEXT` measures the parts that have it in their name.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../test/browser.ts';
import { findExamples } from '../../test/dashboard-routes.ts';
import { chromium } from '../../test/programs.ts';
import type { RunningApp } from '../../test/running-app.ts';
import { withSimulatedApp } from '../simulated-app.ts';
import { measureEventToPixel } from './event-to-pixel.ts';
import { asRow, tableHead, type Figure } from './figure.ts';
import { measureMonth } from './month-frames.ts';
import { measureInteractions } from './interactions.ts';
import { measureLane } from './lane-frames.ts';
import { measureLoading } from './loading.ts';
import { measureLongList } from './long-list.ts';
import { measureSoak, soakIntervalMs } from './soak.ts';
import { slowDown } from './visit.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const settings = {
  rounds: { type: 'string', default: '5' },
  events: { type: 'string', default: '50' },
  minutes: { type: 'string', default: '3' },
  days: { type: 'string', default: '30' },
  only: { type: 'string', default: '' },
} as const;

interface Wanted {
  readonly rounds: number;
  /** Attacks until their anomalies are on the screen. */
  readonly events: number;
  /** In which the half hour of live events is played. */
  readonly minutes: number;
  /** Of history behind the simulated ISP. */
  readonly days: number;
}
type Measure = (browser: Browser, wanted: Wanted) => Promise<Figure[]>;

/** Long enough for a slow machine to have answered all that the slot before made a page ask. */
const calmIntervalMs = 10_000;

const withIsp = (days: number, intervalMs: number, use: (app: RunningApp) => Promise<Figure[]>): Promise<Figure[]> =>
  withSimulatedApp(['--simulated-days', String(days), '--simulated-slot-interval', String(intervalMs)], use);

const parts: Readonly<Record<string, Measure>> = {
  loading: (browser, { days, rounds }) =>
    withIsp(days, calmIntervalMs, async (app) => {
      const { subscribers } = await findExamples((document) => app.query(document));
      const paths = { overview: '/', anomalies: '/anomalies', 'one subscriber': `/subscribers/${subscribers}` };
      return measureLoading(browser, app.url, paths, rounds);
    }),
  interactions: (browser, { days, rounds }) =>
    withIsp(days, calmIntervalMs, (app) => measureInteractions(browser, app.url, rounds)),
  pixel: (browser, { events }) => measureEventToPixel(browser, events),
  month: (browser) =>
    withIsp(30, calmIntervalMs, async (app) => {
      const { subscribers } = await findExamples((document) => app.query(document));
      return measureMonth(browser, app.url, subscribers);
    }),
  lane: (browser) => measureLane(browser),
  list: (browser) => measureLongList(browser),
  soak: (browser, { minutes }) => withIsp(10, soakIntervalMs(minutes), (app) => measureSoak(browser, app)),
};

async function measureAll(browser: Browser, args: string[]): Promise<void> {
  const { rounds, events, minutes, days, only } = parseArgs({ args, options: settings }).values;
  const chosen = Object.entries(parts).filter(([name]) => name.includes(only));
  if (chosen.length === 0)
    throw new Error(`--only ${only}: no such part, expected one of ${Object.keys(parts).join(', ')}`);
  say(`\nChromium ${browser.version()}, processor ${slowDown} times slower, ${rounds} rounds, medians\n\n${tableHead}`);
  const wanted = { rounds: Number(rounds), events: Number(events), minutes: Number(minutes), days: Number(days) };
  for (const [name, measure] of chosen) {
    process.stderr.write(`${name} …\n`);
    for (const figure of await measure(browser, wanted)) say(asRow(figure));
  }
}

export async function dashboard(args: string[]): Promise<void> {
  if (chromium.path === null) throw new Error(`${chromium.name} not found. To get it: ${chromium.remedy}`);
  const browser = await launchBrowser(chromium.path);
  try {
    await measureAll(browser, args);
  } finally {
    await browser.close();
  }
}
