import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeQuickRule } from './quick-rule.ts';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type Rates, type SnapshotFolder } from './snapshot-folder.ts';

const learned = 150;
const usual = (slot: number): Rates => ({
  '4114': [20_000 + 900 * Math.sin(slot), 90_000 + 4000 * Math.cos(slot)],
});
const other = (slot: number): Rates => ({ '7560': [50_000, 100_000 + 700 * Math.sin(2 * slot)] });
const attacked: Rates = { '4114': [2_000_000, 90_000] };

interface Answer {
  ingest: { dataAsOf: string | null; accounting: { late: number; accepted: number } };
  anomalies: { edges: { node: { openedAt: string; status: string; subscriber: { number: string } | null } }[] };
}
const document =
  '{ ingest { dataAsOf accounting { late accepted } } anomalies { edges { node { openedAt status subscriber { number } } } } }';

/** What a late file tells of an attack: whether it is judged, or stands in history alone. */
describe('an attack in a file that comes late, within the lateness', () => {
  let folder: SnapshotFolder;
  let data: string;
  let app: RunningApp;

  beforeEach(async () => {
    folder = await createSnapshotFolder();
    data = await mkdtemp(join(tmpdir(), 'tidewatch-data-'));
    for (let slot = 0; slot < learned; slot++) await both(slot);
  });
  afterEach(async () => {
    await app.stop();
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  });

  async function both(slot: number): Promise<void> {
    await folder.write('62.0', slot, usual(slot));
    await folder.write('69.0', slot, other(slot));
  }
  async function start(closing: string): Promise<void> {
    const rule = await writeQuickRule(data, { closeMinutes: 30 });
    app = await startAppOn(folder, data, '--lateness', '1200', '--close-slots', closing, '--rule', rule);
  }
  const asOf = (time: string): Promise<Answer> =>
    app.until<Answer>(document, ({ ingest }) => ingest.dataAsOf === `2024-01-02T${time}:00Z`);

  /** A snapshot of some minutes later tells more of a slot that its device has told of. */
  async function second(slot: number, rates: Rates): Promise<void> {
    await folder.write('62.0', slot, rates, [], 1);
  }

  it('is found when slots close after the lateness, and shows in the slot as if it had come in time', async () => {
    await start('lateness');
    await asOf('00:40');
    await both(learned);
    await both(learned + 1);
    await asOf('01:00');
    await second(learned, attacked);
    for (const slot of [learned + 2, learned + 3]) await both(slot);
    const { anomalies, ingest } = await asOf('01:20');
    expect(anomalies.edges.map(({ node }) => node)).toMatchObject([
      { openedAt: '2024-01-02T01:00:00Z', subscriber: { number: '4114' } },
    ]);
    expect(ingest.accounting.late).toBe(0);
  });

  it('is in history alone when slots close once they are complete: no anomaly opens, and none that was closed', async () => {
    await start('complete');
    await asOf('01:00');
    await both(learned);
    await both(learned + 1);
    await asOf('01:20');
    await second(learned, attacked);
    const { anomalies } = await app.until<Answer>(document, ({ ingest }) => ingest.accounting.late > 0);
    expect(anomalies.edges).toEqual([]);
    for (const slot of [learned + 2, learned + 3]) await both(slot);
    expect((await asOf('01:40')).anomalies.edges).toEqual([]);
    const { subscriber } = await app.query<{ subscriber: { traffic: { upBytes: string }[] } }>(
      '{ subscriber(number: "4114") { traffic(timeRange: { from: "2024-01-02T01:00:00Z", to: "2024-01-02T01:10:00Z" }) { upBytes } } }',
    );
    expect(subscriber.traffic).toEqual([{ upBytes: '1200000000' }]);
  });
});
