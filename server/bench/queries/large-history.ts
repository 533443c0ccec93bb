/**
 * A history of any size, made inside the engine: each subscriber with a sample in each slot, in the same tables as the
 * pipeline fills. The last day comes slot by slot as it would live, the days before in one insert each; what is merged
 * is the engine's own choice. The same arguments give the same rows.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import { openEmbeddedEngine } from '../../src/history/embedded-engine.ts';
import type { Engine } from '../../src/history/engine.ts';
import type { History } from '../../src/history/history.ts';
import { migrate } from '../../src/history/migrate.ts';
import { anomalyEventsSql } from './anomaly-rows-sql.ts';
import { hourlySql, networkTotalsSql, samplesSql, slotTotalsSql } from './traffic-rows-sql.ts';
import { daySeconds, endOf, firstSlot, slotSeconds, type Dimensions } from './dimensions.ts';

const database = 'tidewatch';
const retention = { rawRetentionDays: 36_500, hourlyRetentionDays: 36_500 };

/** Fills the folder unless it holds this very history already; throws when it holds another. */
export async function fillHistory(
  folder: string,
  dimensions: Dimensions,
  say: (progress: string) => void,
): Promise<void> {
  const note = join(folder, 'dimensions.json');
  const wanted = JSON.stringify(dimensions);
  if (existsSync(note)) {
    const held = readFileSync(note, 'utf8');
    if (held === wanted) return;
    throw new Error(`The folder ${folder} holds a history of ${held}, and ${wanted} is asked for: give another folder`);
  }
  mkdirSync(folder, { recursive: true });
  const engine = await openEmbeddedEngine(folder, database);
  try {
    await migrate(engine, retention);
    await fill(engine, dimensions, say);
    await merged(engine, say);
  } finally {
    await engine.close();
  }
  writeFileSync(note, wanted);
}

/** The history of a folder that was filled. */
export async function openLargeHistory(folder: string): Promise<History> {
  const history = createHistory({
    path: folder,
    database,
    slotSeconds,
    ...retention,
    directory: new SubscriberIndex(),
    log: { warn: (_details, message) => void process.stderr.write(`${message}\n`) },
  });
  await history.open();
  return history;
}

async function fill(engine: Engine, dimensions: Dimensions, say: (progress: string) => void): Promise<void> {
  const lastDay = endOf(dimensions) - daySeconds;
  for (let day = firstSlot; day < lastDay; day += daySeconds) {
    await fillSlots(engine, dimensions, { from: day, to: day + daySeconds });
    say(`day ${(day - firstSlot) / daySeconds + 1} of ${dimensions.days}`);
  }
  for (let hour = lastDay; hour < endOf(dimensions); hour += 3600) {
    for (let slot = hour; slot < hour + 3600; slot += slotSeconds) {
      await engine.command(samplesSql(dimensions, { from: slot, to: slot + slotSeconds }));
    }
    await fillRollUps(engine, dimensions, { from: hour, to: hour + 3600 });
  }
  await engine.command(anomalyEventsSql(dimensions));
  await engine.command(
    `INSERT INTO commits (commit, closed_through, slot_seconds)
SELECT number + 1, toDateTime(${firstSlot} + number * ${slotSeconds}, 'UTC'), ${slotSeconds}
FROM numbers(${(dimensions.days * daySeconds) / slotSeconds})`,
  );
}

async function fillSlots(engine: Engine, dimensions: Dimensions, range: { from: number; to: number }): Promise<void> {
  await engine.command(samplesSql(dimensions, range));
  await fillRollUps(engine, dimensions, range);
}

async function fillRollUps(engine: Engine, dimensions: Dimensions, range: { from: number; to: number }): Promise<void> {
  await engine.command(hourlySql(dimensions, range));
  await engine.command(slotTotalsSql(range));
  await engine.command(networkTotalsSql(range));
}

const mostMergingMs = 10 * 60_000;

/** Waits until the engine has merged what it wants to merge. */
async function merged(engine: Engine, say: (progress: string) => void): Promise<void> {
  const begun = performance.now();
  let quiet = 0;
  while (quiet < 5 && performance.now() - begun < mostMergingMs) {
    const [row] = await engine.select<{ merges: number }>('SELECT count() AS merges FROM system.merges');
    quiet = row?.merges === 0 ? quiet + 1 : 0;
    await engine.select('SELECT sleep(1)');
  }
  say('merged');
}
