/** Two days of snapshot files of a small ISP that arrive when a test lets them, and what one process makes of all of them. */
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { runSimulate } from '../../src/commands/simulate.ts';
import type { FeedEntry } from '../../src/domain/feed-entry.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory, type HistoryOptions } from '../../src/history/clickhouse-history.ts';
import type { History } from '../../src/history/history.ts';
import { digest } from '../crash/digest.ts';
import { alarmedWithinHours, writeQuickRule } from '../quick-rule.ts';
import { startApp } from '../running-app.ts';

export interface ArrivingFiles {
  readonly count: number;
  /** How many have arrived. */
  readonly arrived: number;
  /** As on the command line: of every process; and of a collector. */
  readonly common: readonly string[];
  readonly source: readonly string[];
  /** What one process makes of all files, uninterrupted. */
  readonly alone: { readonly digest: unknown; readonly feed: readonly FeedEntry[] };
  /** Lets the files up to this one arrive, in order of time. */
  arriveUpTo(end: number): Promise<void>;
  /** Lets those arrive that come after all these, and that nobody has seen yet. */
  arriveLast(): Promise<void>;
  remove(): Promise<void>;
}

const slotSeconds = 600;
const mostEntries = 10_000;
/** Files of slots that are open yet: they are in no commit. */
const openFiles = 40;
const lastFiles = 100;
const patience = { timeout: 40_000, interval: 100 };

export async function openHistory(place: Pick<HistoryOptions, 'url' | 'path' | 'access'>): Promise<History> {
  const settings = { slotSeconds, rawRetentionDays: 30, hourlyRetentionDays: 400, log: { warn: () => undefined } };
  const history = createHistory({ ...place, directory: new SubscriberIndex(), ...settings });
  await history.open();
  return history;
}

export const feedOf = (history: History): Promise<FeedEntry[]> =>
  history.feedEntries({ at: 0, ordinal: 0 }, mostEntries);

/** Resolves when history has those files that arrived, but for the newest ones, whose slots are open yet. */
export async function untilHistoryHas(history: History, { arrived }: Pick<ArrivingFiles, 'arrived'>): Promise<void> {
  await vi.waitFor(
    async () => expect((await history.ingestedFileKeys()).size).toBeGreaterThan(arrived - openFiles),
    patience,
  );
}

export async function createArrivingFiles(): Promise<ArrivingFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-several-'));
  const [written, arriving] = [join(folder, 'written'), join(folder, 'arriving')];
  await mkdir(arriving);
  const silent = { write: () => undefined };
  await runSimulate([written, '--world', 'flat', '--subscribers', '40', '--days', '2', '--seed', '5'], silent);
  const timeOf = (name: string): string => name.slice(name.lastIndexOf('_'));
  const names = (await readdir(written))
    .filter((name) => name.startsWith('psx_'))
    .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
  const last = names.splice(-lastFiles);
  const lastPlace = join(folder, 'last');
  await mkdir(lastPlace);
  for (const name of last) await rename(join(written, name), join(lastPlace, name));
  const devices = join(arriving, 'psxattrs.csv');
  await copyFile(join(written, 'psxattrs.csv'), devices);
  const common = ['--devices', devices, '--rule', await writeQuickRule(folder, alarmedWithinHours)];
  const source = ['--poll-interval', '50', '--settled-after', '0', '--snapshots'];
  const alone = await ingestAlone([...common, ...source, written], join(folder, 'alone'), names.length);
  let arrived = 0;
  return {
    count: names.length,
    get arrived() {
      return arrived;
    },
    common,
    source: [...source, arriving],
    alone,
    async arriveUpTo(end) {
      while (arrived < Math.min(end, names.length)) {
        const name = names[arrived++]!;
        await rename(join(written, name), join(arriving, name));
      }
    },
    async arriveLast() {
      for (const name of last) await rename(join(lastPlace, name), join(arriving, name));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function ingestAlone(args: readonly string[], data: string, files: number): Promise<ArrivingFiles['alone']> {
  const app = await startApp([...args, '--data', data]);
  await app.until<{ ingest: { phase: string; done: number } }>(
    '{ ingest { phase done } }',
    ({ ingest }) => ingest.phase === 'LIVE' && ingest.done === files,
  );
  await app.stop();
  const history = await openHistory({ path: join(data, 'live', 'history') });
  const alone = { digest: await digest(history), feed: await feedOf(history) };
  await history.close();
  return alone;
}
