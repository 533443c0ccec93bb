/**
 * `npm run bench -- queries`: what the server costs beside graphql-js alone, and how long the dashboard's questions take on a
 * history of a given size, made for it inside the engine. `--subscribers 100000 --days 30 --keep DIR` is the size of a
 * provider; the folder is used again. `--only TEXT` measures the questions that have it in their title.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dashboardLatency } from './dashboard-latency.ts';
import { fillHistory } from './large-history.ts';
import { requestRate } from './request-rate.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const sizes = {
  subscribers: { type: 'string', default: '2000' },
  days: { type: 'string', default: '7' },
  anomalies: { type: 'string', default: '5000' },
  rounds: { type: 'string', default: '200' },
  keep: { type: 'string' },
  only: { type: 'string', default: '' },
} as const;

export async function queries(args: string[]): Promise<void> {
  const { subscribers, days, anomalies, rounds, keep, only } = parseArgs({ args, options: sizes }).values;
  const dimensions = { subscribers: Number(subscribers), days: Number(days), anomalies: Number(anomalies) };
  const folder = keep === undefined ? mkdtempSync(join(tmpdir(), 'tidewatch-bench-')) : resolve(keep);
  try {
    await fillHistory(folder, dimensions, (progress) => void process.stderr.write(`${progress}\n`));
    if (only === '') {
      say('\n20 anomalies, 7 fields each, over HTTP\n');
      say('| server | answers per CPU-second, median [least..most] | ratio |');
      say('| --- | --- | --- |');
      await requestRate(folder, say);
    }
    const size = `${dimensions.subscribers.toLocaleString('en')} subscribers x ${days} days`;
    say(`\n${size}, ${rounds} answers each over HTTP, ms\n`);
    say('| question | p50 | p95 | p99 | aim | reached |');
    say('| --- | --- | --- | --- | --- | --- |');
    await dashboardLatency(folder, dimensions, { rounds: Number(rounds), only }, say);
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
