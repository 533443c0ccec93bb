/**
 * `npm run bench -- disk`: what history takes on disk, table by table. A simulated ISP goes through the whole pipeline into an
 * embedded history; what is counted is what the engine has compressed, before and after it merged everything.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbeddedEngine } from '../src/history/embedded-engine.ts';
import { startApp } from '../test/running-app.ts';

interface TableSize {
  readonly name: string;
  readonly rows: string;
  readonly bytes: string;
}

const sizes = `SELECT table AS name, toString(sum(rows)) AS rows, toString(sum(bytes_on_disk)) AS bytes
FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table ORDER BY sum(bytes_on_disk) DESC, table`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

export async function disk(given: string[]): Promise<void> {
  const options = {
    subscribers: { type: 'string', default: '5000' },
    days: { type: 'string', default: '10' },
  } as const;
  const { subscribers, days } = parseArgs({ args: given, options }).values;
  const data = mkdtempSync(join(tmpdir(), 'tidewatch-disk-'));
  try {
    await fill(data, subscribers, days);
    const engine = await openEmbeddedEngine(join(data, 'simulated', 'history'), 'tidewatch_simulated');
    try {
      const asWritten = await engine.select<TableSize>(sizes);
      for (const { name } of asWritten) await engine.command(`OPTIMIZE TABLE ${name} FINAL`);
      say(`\n${Number(subscribers).toLocaleString('en')} simulated subscribers, ${days} days, embedded history\n`);
      tell(asWritten, await engine.select<TableSize>(sizes), Number(subscribers) * Number(days));
    } finally {
      await engine.close();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Until the newest slot is in history; the next ones are an hour away. */
async function fill(data: string, subscribers: string, days: string): Promise<void> {
  const simulation = ['--simulated-subscribers', subscribers, '--simulated-days', days];
  const app = await startApp(['--data', data, ...simulation, '--simulated-slot-interval', '3600000']);
  await app.until<{ ingest: { phase: string } }>('{ ingest { phase } }', ({ ingest }) => ingest.phase === 'LIVE');
  await app.stop();
}

function tell(asWritten: readonly TableSize[], merged: readonly TableSize[], subscriberDays: number): void {
  say('| table | rows | MB as written | MB merged | bytes a row | bytes a subscriber-day |');
  say('| --- | --- | --- | --- | --- | --- |');
  const before = new Map(asWritten.map(({ name, bytes }) => [name, Number(bytes)]));
  for (const { name, rows, bytes } of merged) {
    const cells = [
      name,
      Number(rows).toLocaleString('en'),
      megabytes(before.get(name) ?? 0),
      megabytes(Number(bytes)),
      (Number(bytes) / Number(rows)).toFixed(2),
      (Number(bytes) / subscriberDays).toFixed(1),
    ];
    say(`| ${cells.join(' | ')} |`);
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);
