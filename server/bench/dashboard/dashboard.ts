/**
 * `npm run bench -- dashboard`: what the dashboard costs a reader, in Chromium on a processor slowed down four times, with
 * a cold cache, against its budgets. `--minutes 30` soaks for as long as the budget says, `--only TEXT` measures the parts
 * that have it in their name.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../test/browser.ts';
import { findExamples } from '../../test/dashboard-routes.ts';
import { chromium } from '../../test/programs.ts';
import { withSimulatedApp } from '../simulated-app.ts';
import { measureEventToPixel } from './event-to-pixel.ts';
import { asRow, tableHead, type Figure } from './figure.ts';
import { measureFrames } from './frames.ts';
import { measureInteractions } from './interactions.ts';
import { measureLoading } from './loading.ts';
import { measureSoak } from './soak.ts';
import { slowDown } from './visit.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const settings = {
  rounds: { type: 'string', default: '5' },
  events: { type: 'string', default: '50' },
  minutes: { type: 'string', default: '2' },
  days: { type: 'string', default: '30' },
  only: { type: 'string', default: '' },
} as const;

/** Long enough for a slow machine to have answered all that the slot before made a page ask. */
const slotIntervalMs = 10_000;
const partNames = ['pixel', 'loading', 'interactions', 'frames', 'soak'] as const;
type Part = readonly [name: (typeof partNames)[number], measure: () => Promise<Figure[]>];

async function sayAll(parts: readonly Part[], only: string): Promise<void> {
  for (const [name, measure] of parts) {
    if (!name.includes(only)) continue;
    process.stderr.write(`${name} …\n`);
    for (const figure of await measure()) say(asRow(figure));
  }
}

async function measureAll(browser: Browser, args: string[]): Promise<void> {
  const { rounds, events, minutes, days, only } = parseArgs({ args, options: settings }).values;
  if (!partNames.some((name) => name.includes(only)))
    throw new Error(`--only ${only}: no such part, expected one of ${partNames.join(', ')}`);
  say(`\nChromium ${browser.version()}, processor ${slowDown} times slower, ${rounds} rounds, medians\n\n${tableHead}`);
  await sayAll([['pixel', () => measureEventToPixel(browser, Number(events))]], only);
  if (partNames.every((name) => name === 'pixel' || !name.includes(only))) return;
  const slowly = ['--simulated-slot-interval', String(slotIntervalMs)];
  await withSimulatedApp(['--simulated-days', days, ...slowly], async (app) => {
    const { subscribers } = await findExamples((document) => app.query(document));
    const paths = { overview: '/', anomalies: '/anomalies', 'one subscriber': `/subscribers/${subscribers}` };
    const parts: Part[] = [
      ['loading', () => measureLoading(browser, app.url, paths, Number(rounds))],
      ['interactions', () => measureInteractions(browser, app.url, Number(rounds))],
      ['frames', () => measureFrames(browser, app.url, subscribers)],
    ];
    await sayAll(parts, only);
  });
  if (!'soak'.includes(only)) return;
  await withSimulatedApp([], (app) => sayAll([['soak', () => measureSoak(browser, app.url, Number(minutes))]], only));
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
